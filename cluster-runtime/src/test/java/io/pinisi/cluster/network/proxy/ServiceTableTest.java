package io.pinisi.cluster.network.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.network.address.Cidr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ServiceTableTest {
    private static final ObjectNode SERVICE =
            json(
                    """
                    {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"clusterIP": "10.64.128.9",
                     "sessionAffinity": "None", "ports": [
                       {"name": "http", "port": 80, "protocol": "TCP", "nodePort": 30080},
                       {"name": "dns", "port": 53, "protocol": "UDP"}]}}
                    """);
    private static final ObjectNode SLICE =
            json(
                    """
                    {"metadata": {"name": "web-1", "namespace": "shop",
                       "labels": {"kubernetes.io/service-name": "web"}}, "addressType": "IPv4",
                     "ports": [{"name": "http", "port": 8080}],
                     "endpoints": [{"addresses": ["10.64.0.3"], "conditions": {"ready": true}, "nodeName": "a"},
                       {"addresses": ["10.64.0.2"], "nodeName": "b"},
                       {"addresses": ["10.64.0.4"], "conditions": {"ready": false, "serving": true}}]}
                    """);

    private static ObjectNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ServicePort port(ServiceTable table, int number) {
        return table.ports().stream().filter(p -> p.port() == number).findFirst().orElseThrow();
    }

    @Test
    void readyEndpointsOfThePortsNameAreItsBackends() {
        ServiceTable table = ServiceTable.of(List.of(SERVICE), List.of(SLICE), Map.of());

        assertEquals(
                List.of(new Backend("10.64.0.2", 8080, "b"), new Backend("10.64.0.3", 8080, "a")),
                port(table, 80).backends());
        assertEquals(30080, port(table, 80).nodePort());
        assertTrue(port(table, 53).backends().isEmpty());
    }

    @Test
    void whereNoneIsReadyThoseThatStillServeAreUsed() {
        ObjectNode ending = SLICE.deepCopy();
        ending.withArray("endpoints").remove(0);
        ending.withArray("endpoints").remove(0);
        ServiceTable table = ServiceTable.of(List.of(SERVICE), List.of(ending), Map.of());

        assertEquals(List.of(new Backend("10.64.0.4", 8080, "")), port(table, 80).backends());
    }

    @Test
    void headlessAndExternalServicesHaveNoEntry() {
        ObjectNode headless = SERVICE.deepCopy();
        headless.withObject("/spec").put("clusterIP", "None");
        ObjectNode external = SERVICE.deepCopy();
        external.withObject("/spec").put("type", "ExternalName");

        assertTrue(
                ServiceTable.of(List.of(headless, external), List.of(SLICE), Map.of())
                        .ports()
                        .isEmpty());
    }

    @Test
    void aSubstituteReplacesTheEndpoints() {
        Backend relay = new Backend("10.64.192.2", 6443, "a");
        ServiceTable table =
                ServiceTable.of(
                        List.of(SERVICE),
                        List.of(SLICE),
                        Map.of(ObjectKey.of("shop", "web"), relay));

        assertEquals(List.of(relay), port(table, 80).backends());
    }

    @Test
    void theSameTableRendersAsTheSameText() {
        ServiceTable table = ServiceTable.of(List.of(SERVICE), List.of(SLICE), Map.of());
        String text = render(table);

        assertEquals(text, render(table));
        assertTrue(text.contains("10.64.128.9 . udp . 53"), text);
        assertTrue(text.contains("map { 0 : 10.64.0.2 . 8080, 1 : 10.64.0.3 . 8080 }"), text);
    }

    private static String render(ServiceTable table) {
        return NftablesBackend.render(
                table,
                "a",
                Cidr.parse("10.64.0.0/17"),
                Cidr.parse("10.64.128.0/18"),
                Set.of("10.64.128.10"));
    }
}
