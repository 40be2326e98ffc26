package io.pinisi.cluster.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Target;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class IngressPlannerTest {
    private final Map<ObjectKey, ObjectNode> services = new HashMap<>();
    private final List<ObjectNode> slices = new ArrayList<>();
    private final IngressFacts facts =
            new IngressFacts() {
                @Override
                public Optional<ObjectNode> service(ObjectKey key) {
                    return Optional.ofNullable(services.get(key));
                }

                @Override
                public List<ObjectNode> slices(ObjectKey service) {
                    return slices.stream()
                            .filter(
                                    slice ->
                                            service.name()
                                                    .equals(
                                                            Metadata.of(slice)
                                                                    .label(
                                                                            "kubernetes.io/service-name")))
                            .toList();
                }

                @Override
                public Optional<ObjectNode> secret(ObjectKey key) {
                    return Optional.empty();
                }
            };

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    private IngressPlan plan(String... ingresses) {
        return IngressPlanner.plan(
                Arrays.stream(ingresses).map(IngressPlannerTest::yaml).toList(), facts);
    }

    private static Pool pool(IngressPlan plan, String host, String path) {
        return plan.table().find(host, path).orElseThrow().pool();
    }

    private void service(String name, String spec) {
        ObjectNode service =
                yaml("{metadata: {name: %s, namespace: shop}, spec: %s}".formatted(name, spec));
        services.put(Metadata.key(service), service);
    }

    private void slice(String family, String endpoints) {
        slices.add(
                yaml(
                        """
                        metadata: {name: s, namespace: shop, labels: {kubernetes.io/service-name: web}}
                        addressType: %s
                        ports: [{name: http, port: 8080}, {name: other, port: 1}]
                        endpoints: %s
                        """
                                .formatted(family, endpoints)));
    }

    private static String ingress(String name, String created, String spec) {
        return "{metadata: {name: %s, namespace: shop, creationTimestamp: '%s'}, spec: %s}"
                .formatted(name, created, spec);
    }

    private static String simple(String service, String port) {
        return "{rules: [{host: h, http: {paths: [{path: /, pathType: Prefix, backend: {service:"
                + " {name: %s, port: %s}}}]}}]}".formatted(service, port);
    }

    @Test
    void targetsAreTheReadyEndpointsOfTheServicesPort() {
        service("web", "{ports: [{name: http, port: 80}]}");
        slice(
                "IPv4",
                "[{addresses: [10.0.0.1], conditions: {ready: true}}, {addresses: [10.0.0.2],"
                        + " conditions: {ready: false, serving: true}}]");
        for (String port : List.of("{number: 80}", "{name: http}")) {
            Pool pool =
                    pool(plan(ingress("i", "2026-01-01T00:00:00Z", simple("web", port))), "h", "/");
            assertEquals(List.of(Target.of("", "10.0.0.1", 8080)), pool.targets());
        }
    }

    @Test
    void thoseThatEndServeWhenNoneIsReady() {
        service("web", "{ports: [{name: http, port: 80}]}");
        slice(
                "IPv6",
                "[{addresses: ['fd00::1'], conditions: {ready: false, serving: true, terminating:"
                        + " true}}]");
        Pool pool =
                pool(
                        plan(ingress("i", "2026-01-01T00:00:00Z", simple("web", "{number: 80}"))),
                        "h",
                        "/");
        assertEquals("[fd00::1]:8080", pool.targets().getFirst().authority());
    }

    @Test
    void whatLacksIsSaid() {
        service("outside", "{type: ExternalName, externalName: evil.example}");
        service("web", "{ports: [{name: http, port: 80}]}");
        String[][] cases = {
            {"absent", "{number: 80}", "there is no such service"},
            {"web", "{number: 81}", "the service has no such port"},
            {"web", "{number: 80}", "no endpoint is ready"},
            {"outside", "{number: 80}", "a service that is a name elsewhere has no endpoints"}
        };
        for (String[] each : cases) {
            IngressPlan plan = plan(ingress("i", "2026-01-01T00:00:00Z", simple(each[0], each[1])));
            assertEquals(each[2], pool(plan, "h", "/").lack());
        }
    }

    @Test
    void theOlderIngressHasWhatTwoClaim() {
        IngressPlan plan =
                plan(
                        ingress("young", "2026-02-01T00:00:00Z", simple("b", "{number: 80}")),
                        ingress("old", "2026-01-01T00:00:00Z", simple("a", "{number: 80}")));
        assertEquals("shop/a:80", pool(plan, "h", "/").name());
    }

    @Test
    void aDefaultBackendServesTheHostsOfItsIngressOrAll() {
        String backend = "{service: {name: %s, port: {number: 80}}}";
        IngressPlan plan =
                plan(
                        ingress(
                                "rules",
                                "2026-02-01T00:00:00Z",
                                "{defaultBackend: %s, rules: [{host: h, http: {paths: [{path: /a, pathType: Exact, backend: %s}]}}]}"
                                        .formatted(
                                                backend.formatted("mine"), backend.formatted("a"))),
                        ingress(
                                "all",
                                "2026-01-01T00:00:00Z",
                                "{defaultBackend: %s}".formatted(backend.formatted("everyones"))));
        assertEquals("shop/a:80", pool(plan, "h", "/a").name());
        assertEquals("shop/mine:80", pool(plan, "h", "/b").name());
        assertEquals("shop/everyones:80", pool(plan, "elsewhere", "/b").name());
    }

    @Test
    void aSecretThatIsNotThereIsAProblemOfItsIngressAlone() {
        IngressPlan plan =
                plan(
                        ingress(
                                "i",
                                "2026-01-01T00:00:00Z",
                                "{tls: [{hosts: [h], secretName: gone}], rules: [{host: h, http:"
                                        + " {paths: [{pathType: ImplementationSpecific, backend:"
                                        + " {service: {name: web, port: {number: 80}}}}]}}]}"));
        assertEquals("NoCertificate", plan.problems().getFirst().reason());
        assertTrue(plan.table().find("h", "/any").isPresent());
    }
}
