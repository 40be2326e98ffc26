package io.pinisi.cluster.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Bad volumes, limits, classes and policies, and the sentences that they are refused with. */
class PolicyValidationTest {
    private static final RegistryFixture registry = new RegistryFixture();

    @AfterAll
    static void close() {
        registry.close();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable writing) {
        String message = String.valueOf(assertThrows(ApiException.class, writing).getMessage());
        return message.substring(message.indexOf(" is invalid: ") + " is invalid: ".length());
    }

    private static String namespaceOf(String apiVersion, String resource) {
        return registry.source()
                        .current()
                        .definition(GroupVersionResource.of(apiVersion, resource))
                        .orElseThrow()
                        .namespaced()
                ? "shop"
                : "";
    }

    private static ObjectNode create(String apiVersion, String resource, String object) {
        String namespace = namespaceOf(apiVersion, resource);
        return registry.create(
                apiVersion, resource, namespace.isEmpty() ? null : namespace, object);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    v1 | persistentvolumes | {metadata: {name: a}, spec: {capacity: {storage: 1Gi}, hostPath: {path: /d}}} | spec.accessModes: Required value
                    v1 | persistentvolumes | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], hostPath: {path: /d}}} | spec.capacity: Required value
                    v1 | persistentvolumes | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}}} | spec: Required value: must specify a volume type
                    v1 | persistentvolumes | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /d}, nfs: {server: s, path: /p}}} | spec.nfs: Forbidden: may not specify more than 1 volume type
                    v1 | persistentvolumes | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, local: {path: /d}}} | spec.nodeAffinity: Required value: Local volume requires node affinity
                    v1 | persistentvolumeclaims | {metadata: {name: a}, spec: {resources: {requests: {storage: 1Gi}}}} | spec.accessModes: Required value: at least 1 access mode is required
                    v1 | persistentvolumeclaims | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce]}} | spec.resources[storage]: Required value
                    v1 | persistentvolumeclaims | {metadata: {name: a}, spec: {accessModes: [Twice], resources: {requests: {storage: 1Gi}}}} | spec.accessModes: Unsupported value: "Twice": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
                    v1 | persistentvolumeclaims | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}}} | spec.resources[storage]: Invalid value: "0": must be greater than zero
                    v1 | limitranges | {metadata: {name: a}, spec: {limits: [{type: Pod, min: {cpu: 2}, max: {cpu: 1}}]}} | spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1
                    v1 | limitranges | {metadata: {name: a}, spec: {limits: [{type: PersistentVolumeClaim}]}} | spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided
                    v1 | resourcequotas | {metadata: {name: a}, spec: {hard: {pods: 1.5}}} | spec.hard[pods]: Invalid value: "1500m": must be an integer
                    v1 | resourcequotas | {metadata: {name: a}, spec: {hard: {pods: 1}, scopes: [BestEffort, NotBestEffort]}} | spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes
                    storage.k8s.io/v1 | storageclasses | {metadata: {name: a}, provisioner: x.io/y, reclaimPolicy: Recycle} | reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"
                    scheduling.k8s.io/v1 | priorityclasses | {metadata: {name: a}, value: 1000000001} | value: Forbidden: maximum allowed value of a user defined priority is 1000000000
                    scheduling.k8s.io/v1 | priorityclasses | {metadata: {name: system-mine}, value: 1} | metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class
                    networking.k8s.io/v1 | ingresses | {metadata: {name: a}, spec: {rules: [{http: {paths: [{path: a, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}} | spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path
                    networking.k8s.io/v1 | ingresses | {metadata: {name: a}, spec: {rules: [{http: {paths: [{path: /a, pathType: Prefix, backend: {}}]}}]}} | spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required
                    networking.k8s.io/v1 | ingresses | {metadata: {name: a}, spec: {defaultBackend: {service: {name: web, port: {}}}}} | spec.defaultBackend: Required value: port name or number is required
                    networking.k8s.io/v1 | networkpolicies | {metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{}]}]}} | spec.ingress[0].from[0]: Required value: must specify a peer
                    networking.k8s.io/v1 | networkpolicies | {metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}} | spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`
                    certificates.k8s.io/v1 | certificatesigningrequests | {metadata: {name: a}, spec: {request: eA==, signerName: kubernetes.io/kubelet-serving, usages: [server auth]}} | spec.request: Invalid value: "eA==": PEM block type must be CERTIFICATE REQUEST
                    admissionregistration.k8s.io/v1 | validatingwebhookconfigurations | {metadata: {name: a}, webhooks: [{name: a.b, admissionReviewVersions: [v1], sideEffects: None, clientConfig: {url: "https://x"}}]} | webhooks[0].name: Invalid value: "a.b": should be a domain with at least three segments separated by dots
                    admissionregistration.k8s.io/v1 | mutatingwebhookconfigurations | {metadata: {name: a}, webhooks: [{name: a.b.c, timeoutSeconds: 31, admissionReviewVersions: [v1], sideEffects: None, clientConfig: {url: "https://x"}}]} | webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds
                    admissionregistration.k8s.io/v1 | validatingadmissionpolicybindings | {metadata: {name: a}, spec: {policyName: p}} | spec.validationActions: Required value: at least one validation action is required
                    flowcontrol.apiserver.k8s.io/v1 | flowschemas | {metadata: {name: a}, spec: {matchingPrecedence: 1, priorityLevelConfiguration: {name: p}}} | spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1
                    events.k8s.io/v1 | events | {metadata: {name: a}, reportingController: x.io/c, reportingInstance: i, action: Run, reason: Ran, type: Normal, regarding: {namespace: shop}} | eventTime: Required value
                    """)
    void creations(String apiVersion, String resource, String object, String fault) {
        assertEquals(fault, refusal(() -> create(apiVersion, resource, object)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    v1 | persistentvolumeclaims | {metadata: {name: b}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}} | {spec: {resources: {requests: {storage: 2Gi}}}} | spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
                    v1 | persistentvolumes | {metadata: {name: b}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /d}}} | {spec: {hostPath: {path: /e}}} | spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation
                    storage.k8s.io/v1 | storageclasses | {metadata: {name: b}, provisioner: x.io/y} | {provisioner: x.io/z} | provisioner: Forbidden: updates to provisioner are forbidden.
                    scheduling.k8s.io/v1 | priorityclasses | {metadata: {name: b}, value: 7} | {value: 8} | value: Forbidden: may not be changed in an update.
                    node.k8s.io/v1 | runtimeclasses | {metadata: {name: b}, handler: runc} | {handler: runsc} | handler: Invalid value: "runsc": field is immutable
                    networking.k8s.io/v1 | ingressclasses | {metadata: {name: b}, spec: {controller: x.io/y}} | {spec: {controller: x.io/z}} | spec.controller: Invalid value: "x.io/z": field is immutable
                    v1 | resourcequotas | {metadata: {name: b}, spec: {hard: {pods: 1}, scopes: [BestEffort]}} | {spec: {scopes: [NotBestEffort]}} | spec.scopes: Invalid value: ["NotBestEffort"]: field is immutable
                    """)
    void updates(String apiVersion, String resource, String object, String patch, String fault) {
        create(apiVersion, resource, object);
        String namespace = namespaceOf(apiVersion, resource);
        ObjectKey key = new ObjectKey(namespace.isEmpty() ? null : namespace, "b");
        PatchBody body = new PatchBody(PatchBody.Type.MERGE, RegistryFixture.yaml(patch));
        assertEquals(
                fault,
                refusal(
                        () ->
                                registry.endpoint(apiVersion, resource)
                                        .patch(registry.call(), key, body)));
    }

    @Test
    void aBoundClaimGrows() {
        create(
                "storage.k8s.io/v1",
                "storageclasses",
                "{metadata: {name: grows}, provisioner: x.io/y, allowVolumeExpansion: true}");
        create(
                "v1",
                "persistentvolumeclaims",
                "{metadata: {name: c}, spec: {storageClassName: grows, accessModes:"
                        + " [ReadWriteOnce], resources: {requests:"
                        + " {storage: 1Gi}}}}");
        ObjectKey key = ObjectKey.of("shop", "c");
        ObjectNode claim = registry.get("v1", "persistentvolumeclaims", key);
        claim.putObject("status").put("phase", "Bound").putObject("capacity").put("storage", "1Gi");
        registry.endpoint("v1", "persistentvolumeclaims", "status")
                .update(registry.call(), key, claim);
        ObjectNode bound = registry.get("v1", "persistentvolumeclaims", key);
        ObjectNode requests = (ObjectNode) bound.path("spec").path("resources").path("requests");
        requests.put("storage", "2Gi");
        ObjectNode grown = registry.update("v1", "persistentvolumeclaims", key, bound);
        ((ObjectNode) grown.path("spec").path("resources").path("requests"))
                .put("storage", "500Mi");
        assertEquals(
                "spec.resources.requests.storage: Forbidden: field can not be less than"
                        + " status.capacity",
                refusal(() -> registry.update("v1", "persistentvolumeclaims", key, grown)));
    }
}
