package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.TableColumn;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get -o wide} shows of objects that are not workloads. */
class ColumnsTest {
    private static final RegistryFixture registry = new RegistryFixture();

    @AfterAll
    static void close() {
        registry.close();
    }

    private static List<TableColumn> columns(String apiVersion, String resource) {
        ResourceDefinition definition =
                registry.source()
                        .current()
                        .definition(GroupVersionResource.of(apiVersion, resource))
                        .orElseThrow();
        return definition.storageVersion().columns();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    v1 | persistentvolumes | Name, Capacity, Access Modes, Reclaim Policy, Status, Claim, StorageClass, VolumeAttributesClass, Reason, Age, VolumeMode
                    v1 | persistentvolumeclaims | Name, Status, Volume, Capacity, Access Modes, StorageClass, VolumeAttributesClass, Age, VolumeMode
                    v1 | limitranges | Name, Created At
                    v1 | resourcequotas | Name, Request, Limit, Age
                    v1 | componentstatuses | Name, Status, Message, Error
                    storage.k8s.io/v1 | storageclasses | Name, Provisioner, ReclaimPolicy, VolumeBindingMode, AllowVolumeExpansion, Age
                    storage.k8s.io/v1 | csidrivers | Name, AttachRequired, PodInfoOnMount, StorageCapacity, TokenRequests, RequiresRepublish, Modes, Age
                    storage.k8s.io/v1 | csinodes | Name, Drivers, Age
                    storage.k8s.io/v1 | csistoragecapacities | Name, StorageClassName, Capacity
                    storage.k8s.io/v1 | volumeattachments | Name, Attacher, PV, Node, Attached, Age
                    scheduling.k8s.io/v1 | priorityclasses | Name, Value, Global-Default, Age, PreemptionPolicy
                    networking.k8s.io/v1 | ingresses | Name, Class, Hosts, Address, Ports, Age
                    networking.k8s.io/v1 | ingressclasses | Name, Controller, Parameters, Age
                    networking.k8s.io/v1 | networkpolicies | Name, Pod-Selector, Age
                    node.k8s.io/v1 | runtimeclasses | Name, Handler, Age
                    events.k8s.io/v1 | events | Last Seen, Type, Reason, Object, Subobject, Source, Message, First Seen, Count, Name
                    certificates.k8s.io/v1 | certificatesigningrequests | Name, Age, SignerName, Requestor, RequestedDuration, Condition
                    admissionregistration.k8s.io/v1 | mutatingwebhookconfigurations | Name, Webhooks, Age
                    admissionregistration.k8s.io/v1 | validatingwebhookconfigurations | Name, Webhooks, Age
                    admissionregistration.k8s.io/v1 | validatingadmissionpolicies | Name, Validations, ParamKind, Age
                    admissionregistration.k8s.io/v1 | validatingadmissionpolicybindings | Name, PolicyName, ParamRef, Age
                    flowcontrol.apiserver.k8s.io/v1 | flowschemas | Name, PriorityLevel, MatchingPrecedence, DistinguisherMethod, Age, MissingPL
                    flowcontrol.apiserver.k8s.io/v1 | prioritylevelconfigurations | Name, Type, NominalConcurrencyShares, Queues, HandSize, QueueLengthLimit, Age
                    apiregistration.k8s.io/v1 | apiservices | Name, Service, Available, Age
                    """)
    void headings(String apiVersion, String resource, String expected) {
        assertEquals(
                expected,
                columns(apiVersion, resource).stream()
                        .map(TableColumn::name)
                        .collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    v1 | persistentvolumes | {metadata: {name: a}, spec: {capacity: {storage: 5Gi}, accessModes: [ReadWriteMany, ReadWriteOnce], hostPath: {path: /d}, storageClassName: slow, claimRef: {namespace: shop, name: data}}} | a, 5Gi, RWO;RWX, Retain, Pending, shop/data, slow, <unset>, , 0s, Filesystem
                    v1 | persistentvolumeclaims | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}} | a, Pending, , , , , <unset>, 0s, Filesystem
                    v1 | limitranges | {metadata: {name: a}, spec: {limits: [{type: Container, max: {cpu: 1}}]}} | a, 2026-01-01T00:00:00Z
                    v1 | resourcequotas | {metadata: {name: a}, spec: {hard: {pods: 3}}} | a, , , 0s
                    storage.k8s.io/v1 | storageclasses | {metadata: {name: a, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}, provisioner: x.io/y} | a (default), x.io/y, Delete, Immediate, false, 0s
                    storage.k8s.io/v1 | csidrivers | {metadata: {name: a.io}, spec: {}} | a.io, true, false, false, <unset>, false, Persistent, 0s
                    storage.k8s.io/v1 | csinodes | {metadata: {name: a}, spec: {drivers: [{name: a.io, nodeID: n}]}} | a, 1, 0s
                    storage.k8s.io/v1 | csistoragecapacities | {metadata: {name: a}, storageClassName: slow} | a, slow, <unset>
                    storage.k8s.io/v1 | volumeattachments | {metadata: {name: a}, spec: {attacher: a.io, nodeName: n, source: {persistentVolumeName: v}}} | a, a.io, v, n, false, 0s
                    scheduling.k8s.io/v1 | priorityclasses | {metadata: {name: a}, value: 7} | a, 7, false, 0s, PreemptLowerPriority
                    networking.k8s.io/v1 | ingresses | {metadata: {name: a}, spec: {ingressClassName: c, tls: [{hosts: [b.io]}], rules: [{host: b.io}, {host: c.io}, {host: d.io}, {host: e.io}]}} | a, c, b.io;c.io;d.io + 1 more..., , 80; 443, 0s
                    networking.k8s.io/v1 | ingressclasses | {metadata: {name: a}, spec: {controller: x.io/y, parameters: {apiGroup: x.io, kind: P, name: n}}} | a, x.io/y, P.x.io/n, 0s
                    networking.k8s.io/v1 | networkpolicies | {metadata: {name: a}, spec: {podSelector: {matchLabels: {app: web}}}} | a, app=web, 0s
                    networking.k8s.io/v1 | networkpolicies | {metadata: {name: b}, spec: {podSelector: {}}} | b, <none>, 0s
                    node.k8s.io/v1 | runtimeclasses | {metadata: {name: a}, handler: runsc} | a, runsc, 0s
                    events.k8s.io/v1 | events | {metadata: {name: a}, eventTime: "2025-12-31T23:59:50.000000Z", reportingController: x.io/c, reportingInstance: i, action: Run, reason: Ran, type: Normal, note: done, regarding: {kind: Pod, name: p, namespace: shop}} | 10s, Normal, Ran, pod/p, , x.io/c, done, 10s, 1, a
                    admissionregistration.k8s.io/v1 | validatingadmissionpolicybindings | {metadata: {name: a}, spec: {policyName: p, validationActions: [Deny], paramRef: {name: n, namespace: m, parameterNotFoundAction: Deny}}} | a, p, m/n, 0s
                    flowcontrol.apiserver.k8s.io/v1 | flowschemas | {metadata: {name: a}, spec: {priorityLevelConfiguration: {name: p}}} | a, p, 1000, <none>, 0s, ?
                    flowcontrol.apiserver.k8s.io/v1 | prioritylevelconfigurations | {metadata: {name: a}, spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {}}}}} | a, Limited, 30, 64, 8, 50, 0s
                    apiregistration.k8s.io/v1 | apiservices | {metadata: {name: v1.x.io}, spec: {group: x.io, version: v1, groupPriorityMinimum: 10, versionPriority: 10}} | v1.x.io, Local, True, 0s
                    """)
    void cells(String apiVersion, String resource, String object, String expected) {
        GroupVersionResource gvr = GroupVersionResource.of(apiVersion, resource);
        boolean namespaced = registry.source().current().definition(gvr).orElseThrow().namespaced();
        ObjectNode stored =
                registry.create(apiVersion, resource, namespaced ? "shop" : null, object);
        String shown =
                columns(apiVersion, resource).stream()
                        .map(column -> column.cell().apply(stored).asString().replace(",", ";"))
                        .collect(Collectors.joining(", "));
        assertEquals(expected, shown);
    }

    @ParameterizedTest
    @CsvSource({"Normal, web", "Warning, db"})
    void anEventIsTheSameInBothGroups(String type, String name) {
        registry.create(
                "events.k8s.io/v1",
                "events",
                "shop",
                """
                metadata: {name: both-%s}
                eventTime: "2026-01-01T00:00:00.000000Z"
                reportingController: x.io/c
                reportingInstance: i
                action: Run
                reason: Ran
                type: %s
                note: done
                regarding: {kind: Pod, name: %s, namespace: shop}
                """
                        .formatted(name, type, name));
        ObjectNode core = registry.get("v1", "events", ObjectKey.of("shop", "both-" + name));
        assertEquals("v1", core.path("apiVersion").asString());
        assertEquals(name, core.path("involvedObject").path("name").asString());
        assertEquals("done", core.path("message").asString());
        assertEquals("x.io/c", core.path("reportingComponent").asString());
        core.put("message", "changed");
        ObjectNode updated =
                registry.update("v1", "events", ObjectKey.of("shop", "both-" + name), core);
        ObjectNode modern =
                registry.get("events.k8s.io/v1", "events", ObjectKey.of("shop", "both-" + name));
        assertEquals("changed", modern.path("note").asString());
        assertEquals(Metadata.of(updated).resourceVersion(), Metadata.of(modern).resourceVersion());
        assertEquals(yaml("{kind: Pod}").path("kind"), modern.path("regarding").path("kind"));
    }
}
