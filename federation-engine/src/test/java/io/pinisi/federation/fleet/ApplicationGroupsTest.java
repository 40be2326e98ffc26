package io.pinisi.federation.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ApplicationGroupsTest {
    private static final String SHOP =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: a, name: shop}
            spec: {template: {metadata: {labels: {run: shop, tier: front}}}}
            """;
    private static final String CRON =
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {namespace: a, name: tidy}
            spec: {jobTemplate: {spec: {template: {metadata: {labels: {tier: front}}}}}}
            """;

    @Test
    void aServiceIsOfTheApplicationWhosePodsItSelects() {
        assertEquals(
                Map.of("a/shop", List.of("shop", "web")),
                names(SHOP, service("a", "web", "{run: shop}")));
    }

    @Test
    void aServiceOfAnotherNamespaceOrOfSeveralOrOfNoneBelongsToNone() {
        assertEquals(
                Map.of("a/shop", List.of("shop"), "a/tidy", List.of("tidy")),
                names(
                        SHOP,
                        CRON,
                        service("b", "elsewhere", "{run: shop}"),
                        service("a", "both", "{tier: front}"),
                        service("a", "other", "{run: other}"),
                        service("a", "external", "{}")));
    }

    @Test
    void labelsComeFirstAndNothingWithoutAWorkloadIsAnApplication() {
        ObjectNode labelled = service("a", "web", "{run: shop}");
        labelled.withObject("/metadata/labels").put("app", "alone");
        assertEquals(Map.of("a/shop", List.of("shop")), names(SHOP, labelled));
    }

    private static ObjectNode service(String namespace, String name, String selector) {
        return yaml(
                "{apiVersion: v1, kind: Service, metadata: {namespace: %s, name: %s}, spec:"
                                .formatted(namespace, name)
                        + " {selector: "
                        + selector
                        + "}}");
    }

    private static Map<String, List<String>> names(Object... objects) {
        List<ObjectNode> parsed =
                List.of(objects).stream()
                        .map(one -> one instanceof ObjectNode node ? node : yaml((String) one))
                        .toList();
        Map<String, List<String>> names = new TreeMap<>();
        ApplicationGroups.of(parsed)
                .forEach(
                        (key, group) ->
                                names.put(
                                        key.toString(),
                                        group.stream().map(o -> Metadata.of(o).name()).toList()));
        return names;
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
