package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.applications.ApplicationDetail;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.backend.PresentOnlyException;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.pods.PodRef;
import io.pinisi.portal.status.Level;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The services as of a moment, on a history that is made up. */
final class PastBackendTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final Identity WHO = new Identity("local:ann:1", "ann", List.of(), "session");
    private static final PageRequest FIRST = PageRequest.first(50);

    private final Map<String, String> objects = new LinkedHashMap<>();
    private final Past past = new Past(who -> new ApiClient(new MadeUpHistory(objects)), AT);
    private final PastApplications applications = new PastApplications(past);

    /**
     * Answers with the objects of a question's source and resource, in pages of one.
     *
     * @param objects YAML by source, resource and name
     */
    private record MadeUpHistory(Map<String, String> objects) implements Transport {
        @Override
        public Response send(Request request) {
            Map<String, String> asked = new LinkedHashMap<>();
            for (String pair : URI.create(request.path()).getQuery().split("&")) {
                asked.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
            assertEquals(AT.toString(), asked.get("at"));
            List<Map.Entry<String, String>> found =
                    objects.entrySet().stream()
                            .filter(entry -> fits(entry.getKey().split(" "), asked))
                            .toList();
            int index = Integer.parseInt(asked.getOrDefault("continue", "0"));
            ObjectNode answer = Json.object();
            var items = answer.putArray("items");
            if (index < found.size()) {
                String[] key = found.get(index).getKey().split(" ");
                ObjectNode item = items.addObject().put("source", key[0]);
                if (key.length > 3) {
                    item.put("unknownSince", key[3]);
                }
                item.set("object", Yaml.parse(found.get(index).getValue()).getFirst());
            }
            answer.put("continue", index + 1 < found.size() ? "" + (index + 1) : "");
            return new Response(200, Map.of(), new Body.Whole(Json.bytes(answer)));
        }

        private static boolean fits(String[] key, Map<String, String> asked) {
            String source = asked.getOrDefault("source", "hub");
            return (source.equals("*") || source.equals(key[0]))
                    && key[1].equals(asked.get("resource"))
                    && (!asked.containsKey("name") || key[2].equals(asked.get("name")));
        }
    }

    private void deployment(String source, int ready) {
        objects.put(
                source + " deployments.apps web",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web, labels: {app: web}}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template: {spec: {containers: [{name: web, image: 'shop:1'}]}}
                status: {readyReplicas: %d, updatedReplicas: 2}
                """
                        .formatted(ready));
    }

    private void pod(String key) {
        objects.put(
                key,
                """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: shop, name: web-1, labels: {app: web}}
                spec: {containers: [{name: web, image: 'shop:1'}], nodeName: one}
                status: {phase: Running, containerStatuses: [{name: web, ready: true, restartCount: 3, state: {running: {}}}]}
                """);
    }

    @Test
    void anApplicationIsShownAsMembersHadIt() {
        deployment("hub", 3);
        deployment("bali", 2);
        deployment("java", 1);
        pod("bali pods web-1");
        objects.put(
                "hub resourcebindings.work.karmada.io web-deployment",
                "{spec: {resource: {kind: Deployment, namespace: shop, name: web},"
                        + " clusters: [{name: java, replicas: 2}, {name: bali, replicas: 2}]}}");
        assertEquals(4, applications.list(WHO, FIRST).rows().getFirst().desired());
        assertEquals(
                List.of("bali", "java"),
                applications.list(WHO, FIRST).rows().getFirst().clusters());
        ApplicationDetail detail = applications.get(WHO, new ApplicationRef("shop", "web"));
        assertEquals(List.of("shop:1"), detail.application().images());
        assertEquals(
                List.of("bali HEALTHY", "java DEGRADED"),
                detail.placed().stream()
                        .map(one -> one.cluster() + " " + one.status().level())
                        .toList());
        assertEquals("one", detail.pods().getFirst().node());
        assertEquals(3, detail.pods().getFirst().restarts());
    }

    @Test
    void whatNobodyWatchedIsUnknownThoughItWasWell() {
        pod("bali pods web-1 2026-11-21T11:00:00Z");
        Level level =
                new PastPods(past)
                        .get(WHO, new PodRef("bali", "shop", "web-1"))
                        .pod()
                        .status()
                        .level();
        assertEquals(Level.UNREACHABLE, level);
    }

    @Test
    void whatWasNotThereIsMissing() {
        assertThrows(
                ApiException.class, () -> applications.get(WHO, new ApplicationRef("shop", "web")));
    }

    @Test
    void theFleetIsTheClustersOfThen() {
        objects.put(
                "hub clusters.cluster.karmada.io bali",
                """
                metadata: {name: bali}
                spec: {region: EU}
                status:
                  kubernetesVersion: v1.32.0
                  nodeSummary: {totalNum: 3, readyNum: 2}
                  conditions: [{type: Ready, status: 'True'}]
                """);
        Cluster cluster = new PastFleet(past, applications).clusters(WHO, FIRST).rows().getFirst();
        assertEquals(
                "EU v1.32.0 2",
                cluster.region() + " " + cluster.version() + " " + cluster.nodesReady());
        assertEquals(Level.HEALTHY, cluster.status().level());
    }

    @Test
    void theHubOfThenIsReadAndNotWritten() {
        ApiClient hub = new ApiClient(new PastTransport(past, WHO));
        ResourcePath tenants = ResourcePath.all(FederationKinds.TENANTS);
        objects.put(
                "hub " + FederationKinds.TENANTS.groupResource() + " acme",
                "{kind: Tenant, metadata: {name: acme}}");
        assertEquals(1, hub.list(tenants, ListOptions.ALL).items().size());
        assertTrue(hub.find(tenants.named("acme")).isPresent());
        assertFalse(hub.find(tenants.named("other")).isPresent());
        assertThrows(
                PresentOnlyException.class,
                () -> hub.create(tenants, Json.object(), WriteOptions.PLAIN));
        assertThrows(
                PresentOnlyException.class,
                () -> applications.delete(WHO, new ApplicationRef("shop", "web")));
    }
}
