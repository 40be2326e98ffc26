package io.pinisi.federation.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ImportPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Export EXPORT =
            Export.ofServiceExport(yaml("metadata: {namespace: shop, name: web}"));
    private static final ServiceRow OLD =
            service("1", "{ports: [{name: http, port: 80, targetPort: 8080}]}");

    @Test
    void portsAreUnitedAndTheOldestDecides() {
        ServiceRow younger =
                service(
                        "2",
                        "{clusterIP: None, sessionAffinity: ClientIP, ports: [{name: http, port:"
                                + " 80}, {name: admin, port: 81}]}");
        MergedService merged = MergedService.of(Map.of("a", younger, "b", OLD));
        assertEquals(
                yaml("ports: [{name: http, protocol: TCP, port: 80}, {name: admin,"
                                + " protocol: TCP, port: 81}]")
                        .path("ports"),
                merged.ports());
        assertFalse(merged.headless());
        assertEquals("None", merged.affinity());
        assertEquals(Set.of("TypeConflict", "SessionAffinityConflict"), merged.conflicts());
    }

    @Test
    void aNameForTwoPortsAndAPortOfTwoNamesAreConflicts() {
        for (String port : List.of("{name: http, port: 8080}", "{name: other, port: 80}")) {
            ServiceRow differs = service("2", "{ports: [" + port + "]}");
            MergedService merged = MergedService.of(Map.of("a", OLD, "b", differs));
            assertEquals(Set.of("PortConflict"), merged.conflicts());
            assertEquals(1, merged.ports().size());
        }
    }

    @Test
    void aDerivedServiceHasTheEndpointsOfAllClusters() {
        List<ObjectNode> objects = planner(EXPORT).plan("a", true, Optional.empty());
        assertEquals(
                List.of("derived-web", "imported-derived-a-web-x", "imported-derived-b-web-x"),
                names(objects));
        ObjectNode service = objects.getFirst();
        assertFalse(service.path("spec").has("selector"));
        ObjectNode slice = objects.getLast();
        Metadata metadata = Metadata.of(slice);
        assertEquals("derived-web", metadata.label("kubernetes.io/service-name"));
        assertEquals("web", metadata.label("multicluster.kubernetes.io/service-name"));
        assertEquals("b", metadata.label("multicluster.kubernetes.io/source-cluster"));
        assertEquals(
                yaml("e: [{addresses: [10.0.0.1], conditions: {ready: true}}]").path("e"),
                slice.path("endpoints"));
    }

    @Test
    void anImportSaysWhoExportsAndWhere() {
        Export labelled =
                Export.ofServiceExport(
                        yaml(
                                "metadata: {namespace: shop, name: web}\n"
                                        + "spec: {exportedLabels: {tier: front,"
                                        + " pinisi.io/imported: forged}}"));
        ObjectNode object =
                planner(labelled)
                        .plan(
                                "a",
                                true,
                                Optional.of(
                                        new ImportPlanner.Face(
                                                "multicluster.x-k8s.io/v1beta1",
                                                List.of("10.9.0.1"))))
                        .getLast();
        assertEquals("web", Metadata.of(object).name());
        assertEquals("front", Metadata.of(object).label("tier"));
        assertEquals("derived", Metadata.of(object).label("pinisi.io/imported"));
        assertEquals(yaml("ips: [10.9.0.1]").path("ips"), object.at("/spec/ips"));
        assertEquals(
                yaml("c: [{cluster: a}, {cluster: b}]").path("c"), object.at("/status/clusters"));
    }

    @Test
    void underItsOwnNameOnlyForeignEndpointsJoin() {
        Export same =
                Export.ofMultiClusterService(
                        yaml(
                                "metadata: {namespace: shop, name: web}\nspec: {types:"
                                        + " [CrossCluster]}"));
        assertEquals(
                List.of("imported-same-b-web-x"),
                names(planner(same).plan("a", true, Optional.empty())));
        assertEquals(
                List.of("web", "imported-same-a-web-x", "imported-same-b-web-x"),
                names(planner(same).plan("c", false, Optional.empty())));
    }

    @Test
    void onlyTheNamedPortsAreOffered() {
        Export some =
                Export.ofMultiClusterService(
                        yaml(
                                "metadata: {namespace: shop, name: web}\nspec: {types:"
                                        + " [CrossCluster], ports: [{port: 99}]}"));
        List<ObjectNode> objects = planner(some).plan("c", false, Optional.empty());
        assertTrue(objects.getFirst().path("spec").path("ports").isEmpty());
        assertTrue(objects.getLast().path("ports").isEmpty());
    }

    @Test
    void anExportWithoutServiceSaysSo() {
        ExportReport nobody =
                new ExportReport(new Supply(Map.of(), Map.of(), Set.of(), Set.of()), Set.of(), NOW);
        ObjectNode status = nobody.ofServiceExport(Json.object());
        assertEquals("NoService", reason(status, "Valid"));
        assertEquals("Pending", reason(status, "Ready"));
        ExportReport alias =
                new ExportReport(
                        new Supply(Map.of(), Map.of(), Set.of("a"), Set.of()), Set.of(), NOW);
        assertEquals("InvalidServiceType", reason(alias.ofServiceExport(Json.object()), "Valid"));
    }

    private static String reason(ObjectNode status, String type) {
        return Conditions.find(status, type).orElseThrow().path("reason").asString("");
    }

    private static ImportPlanner planner(Export export) {
        SliceRow slice =
                SliceRow.of(
                        yaml(
                                """
                                metadata:
                                  namespace: shop
                                  name: web-x
                                  labels: {kubernetes.io/service-name: web}
                                addressType: IPv4
                                ports: [{name: http, port: 8080}]
                                endpoints:
                                - addresses: [10.0.0.1]
                                  conditions: {ready: true}
                                  nodeName: there
                                  targetRef: {kind: Pod, name: web-1}
                                """));
        return new ImportPlanner(
                export,
                MergedService.of(Map.of("a", OLD, "b", OLD)),
                Map.of("b", List.of(slice), "a", List.of(slice)));
    }

    private static List<String> names(List<ObjectNode> objects) {
        return objects.stream().map(object -> Metadata.of(object).name()).toList();
    }

    private static ServiceRow service(String second, String spec) {
        return ServiceRow.of(
                yaml(
                        "metadata: {namespace: shop, name: web, creationTimestamp:"
                                + " '2026-01-01T00:00:0%sZ'}\nspec: %s".formatted(second, spec)));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
