package io.pinisi.cluster.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a namespace allows, and what it gives to objects that say too little. */
class AdmissionRulesTest {
    private final RegistryFixture registry = new RegistryFixture();

    @BeforeEach
    void account() {
        registry.create("v1", "serviceaccounts", "shop", "metadata: {name: default}");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private ObjectNode pod(String name, String container) {
        return registry.create(
                "v1",
                "pods",
                "shop",
                "{metadata: {name: " + name + "}, spec: {containers: [" + container + "]}}");
    }

    private static String refusal(org.junit.jupiter.api.function.Executable writing) {
        return String.valueOf(assertThrows(ApiException.class, writing).getMessage());
    }

    private void limit(String item) {
        registry.create(
                "v1",
                "limitranges",
                "shop",
                "{metadata: {name: l}, spec: {limits: [" + item + "]}}");
    }

    @Test
    void aContainerGetsTheDefaultsOfTheLimitRange() {
        limit("{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}");
        ObjectNode pod = pod("web", "{name: main, image: i}");
        JsonNode resources = pod.path("spec").path("containers").get(0).path("resources");
        assertEquals("500m", Json.text(resources, "limits", "cpu"));
        assertEquals("100m", Json.text(resources, "requests", "cpu"));
        assertEquals(
                "LimitRanger plugin set: cpu request for container main; cpu limit for container"
                        + " main",
                Json.text(pod, "metadata", "annotations", "kubernetes.io/limit-ranger"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {type: Container, max: {cpu: 1}} | limits: {cpu: 2} | maximum cpu usage per Container is 1, but limit is 2
                    {type: Container, min: {memory: 1Gi}} | requests: {memory: 1Mi} | minimum memory usage per Container is 1Gi, but request is 1Mi
                    {type: Pod, max: {cpu: 1}} | requests: {cpu: 100m} | maximum cpu usage per Pod is 1.  No limit is specified
                    {type: Container, maxLimitRequestRatio: {cpu: 2}} | requests: {cpu: 1}, limits: {cpu: 3} | cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000
                    """)
    void aPodOutsideTheLimitsIsRefused(String item, String resources, String why) {
        limit(item);
        assertEquals(
                "pods \"web\" is forbidden: " + why,
                refusal(
                        () ->
                                pod(
                                        "web",
                                        "{name: main, image: i, resources: {" + resources + "}}")));
    }

    private void quota(String name, String spec, String hard, String used) {
        registry.create(
                "v1",
                "resourcequotas",
                "shop",
                "{metadata: {name: " + name + "}, spec: " + spec + "}");
        ObjectKey key = ObjectKey.of("shop", name);
        ObjectNode quota = registry.get("v1", "resourcequotas", key);
        quota.set(
                "status",
                RegistryFixture.yaml("{hard: " + hard + ", used: " + used + "}").deepCopy());
        registry.endpoint("v1", "resourcequotas", "status").update(registry.call(), key, quota);
    }

    private String used(String quota, String resource) {
        return String.valueOf(
                Json.text(
                        registry.get("v1", "resourcequotas", ObjectKey.of("shop", quota)),
                        "status",
                        "used",
                        resource));
    }

    @Test
    void aQuotaIsBookedOnAndThenRefuses() {
        quota(
                "q",
                "{hard: {pods: 1, requests.cpu: 1}}",
                "{pods: 1, requests.cpu: 1}",
                "{pods: 0, requests.cpu: 0}");
        assertEquals(
                "pods \"web\" is forbidden: failed quota: q: must specify requests.cpu for: main",
                refusal(() -> pod("web", "{name: main, image: i}")));
        String container = "{name: main, image: i, resources: {requests: {cpu: 600m}}}";
        pod("web", container);
        assertEquals("1", used("q", "pods"));
        assertEquals("600m", used("q", "requests.cpu"));
        assertEquals(
                "pods \"db\" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=600m,"
                        + " used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1",
                refusal(() -> pod("db", container)));
    }

    @Test
    void aDryRunBooksNothing() {
        quota(
                "q",
                "{hard: {count/configmaps: 1}}",
                "{count/configmaps: 1}",
                "{count/configmaps: \"0\"}");
        registry.endpoint("v1", "configmaps")
                .create(
                        registry.call(true, Call.FieldValidation.STRICT),
                        "shop",
                        null,
                        RegistryFixture.yaml("{metadata: {name: a}}"));
        assertEquals("0", used("q", "count/configmaps"));
    }

    @Test
    void aQuotaOfAScopeLeavesOthersAlone() {
        quota("q", "{hard: {pods: 0}, scopes: [BestEffort]}", "{pods: 0}", "{pods: 0}");
        pod("web", "{name: main, image: i, resources: {requests: {cpu: 1m}}}");
        assertTrue(
                refusal(() -> pod("db", "{name: main, image: i}")).contains("exceeded quota: q"));
    }

    @Test
    void manyAtOnceNeverPassTheQuota() throws InterruptedException {
        quota("q", "{hard: {configmaps: 5}}", "{configmaps: 5}", "{configmaps: 0}");
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "map-" + i;
            attempts.add(
                    () -> {
                        registry.create(
                                "v1", "configmaps", "shop", "{metadata: {name: " + name + "}}");
                        return true;
                    });
        }
        int made = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                try {
                    made += attempt.get() ? 1 : 0;
                } catch (ExecutionException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains("quota"), e.toString());
                }
            }
        }
        int stored =
                registry.endpoint("v1", "configmaps")
                        .list(RegistryFixture.EVERYTHING)
                        .items()
                        .size();
        assertEquals(made, stored);
        assertEquals(5, stored);
        assertEquals("5", used("q", "configmaps"));
    }

    private void label(String labels) {
        ObjectKey key = ObjectKey.cluster("shop");
        registry.endpoint("v1", "namespaces")
                .patch(
                        registry.call(),
                        key,
                        new PatchBody(
                                PatchBody.Type.MERGE,
                                RegistryFixture.yaml("{metadata: {labels: {" + labels + "}}}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    baseline | {name: a, image: i, securityContext: {privileged: true}} | privileged (container "a" must not set securityContext.privileged=true)
                    baseline | {name: a, image: i, securityContext: {capabilities: {add: [NET_ADMIN]}}} | non-default capabilities (container "a" must not include "NET_ADMIN" in securityContext.capabilities.add)
                    baseline | {name: a, image: i, ports: [{containerPort: 80, hostPort: 80}]} | hostPort (container "a" uses hostPort 80)
                    restricted | {name: a, image: i} | allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
                    restricted | {name: a, image: i, securityContext: {runAsUser: 0, runAsNonRoot: true, allowPrivilegeEscalation: false, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [ALL]}}} | runAsUser=0 (container "a" must not set runAsUser=0)
                    """)
    void aPodAboveTheLevelIsRefused(String level, String container, String why) {
        label("pod-security.kubernetes.io/enforce: " + level);
        assertEquals(
                "pods \"web\" is forbidden: violates PodSecurity \"" + level + ":latest\": " + why,
                refusal(() -> pod("web", container)));
    }

    @Test
    void aHarmlessPodIsRestricted() {
        label("pod-security.kubernetes.io/enforce: restricted");
        pod(
                "web",
                "{name: a, image: i, securityContext: {runAsNonRoot: true,"
                        + " allowPrivilegeEscalation: false, seccompProfile: {type:"
                        + " RuntimeDefault}, capabilities: {drop: [ALL]}}}");
    }

    @Test
    void warningsNameWhatWouldBeRefused() {
        label("pod-security.kubernetes.io/warn: baseline");
        pod("web", "{name: a, image: i, securityContext: {privileged: true}}");
        String violation =
                "privileged (container \"a\" must not set securityContext.privileged=true)";
        assertEquals(
                List.of("would violate PodSecurity \"baseline:latest\": " + violation),
                registry.warnings);
        registry.warnings.clear();
        label("pod-security.kubernetes.io/enforce: baseline");
        assertEquals(
                List.of(
                        "existing pods in namespace \"shop\" violate the new PodSecurity enforce"
                                + " level \"baseline:latest\"",
                        "web: " + violation),
                registry.warnings);
        assertEquals(
                "Namespace \"shop\" is invalid:"
                        + " metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value:"
                        + " \"strict\": must be one of privileged, baseline, restricted",
                refusal(() -> label("pod-security.kubernetes.io/enforce: strict")));
    }

    @Test
    void aClaimGetsTheNewestDefaultClassAndAFinalizer() {
        String mark = "annotations: {storageclass.kubernetes.io/is-default-class: \"true\"}";
        registry.create(
                "storage.k8s.io/v1",
                "storageclasses",
                null,
                "{metadata: {name: old, " + mark + "}, provisioner: x.io/y}");
        registry.advance(java.time.Duration.ofMinutes(1));
        registry.create(
                "storage.k8s.io/v1",
                "storageclasses",
                null,
                "{metadata: {name: fresh, " + mark + "}, provisioner: x.io/y}");
        ObjectNode claim =
                registry.create(
                        "v1",
                        "persistentvolumeclaims",
                        "shop",
                        "{metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources:"
                                + " {requests: {storage: 1Gi}}}}");
        assertEquals("fresh", Json.text(claim, "spec", "storageClassName"));
        assertEquals(
                "kubernetes.io/pvc-protection",
                claim.path("metadata").path("finalizers").get(0).asString());
    }

    @Test
    void aRuntimeClassCostsAndPlaces() {
        registry.create(
                "node.k8s.io/v1",
                "runtimeclasses",
                null,
                "{metadata: {name: vm}, handler: vm, overhead: {podFixed: {cpu: 50m}}, scheduling:"
                        + " {nodeSelector: {vm: \"yes\"}}}");
        ObjectNode pod =
                registry.create(
                        "v1",
                        "pods",
                        "shop",
                        "{metadata: {name: a}, spec: {runtimeClassName: vm, containers: [{name: a,"
                                + " image: i}]}}");
        assertEquals("50m", Json.text(pod, "spec", "overhead", "cpu"));
        assertEquals("yes", Json.text(pod, "spec", "nodeSelector", "vm"));
        assertEquals(
                "pods \"b\" is forbidden: pod rejected: RuntimeClass \"none\" not found",
                refusal(
                        () ->
                                registry.create(
                                        "v1",
                                        "pods",
                                        "shop",
                                        "{metadata: {name: b}, spec: {runtimeClassName: none,"
                                                + " containers: [{name: a, image: i}]}}")));
    }

    @Test
    void thereIsOneDefaultPriority() {
        registry.create(
                "scheduling.k8s.io/v1",
                "priorityclasses",
                null,
                "{metadata: {name: usual}, value: 5, globalDefault: true, preemptionPolicy:"
                        + " Never}");
        ObjectNode pod = pod("web", "{name: main, image: i}");
        assertEquals(5, pod.path("spec").path("priority").asInt());
        assertEquals("Never", Json.text(pod, "spec", "preemptionPolicy"));
        assertEquals(
                "priorityclasses.scheduling.k8s.io \"other\" is forbidden: PriorityClass usual is"
                        + " already marked as default. Only one default can exist",
                refusal(
                        () ->
                                registry.create(
                                        "scheduling.k8s.io/v1",
                                        "priorityclasses",
                                        null,
                                        "{metadata: {name: other}, value: 6, globalDefault:"
                                                + " true}")));
    }
}
