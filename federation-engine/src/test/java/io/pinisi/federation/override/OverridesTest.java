package io.pinisi.federation.override;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class OverridesTest {
    private static final ClusterFacts BALI =
            ClusterFacts.of(
                    yaml(
                            """
                            metadata:
                              name: bali
                              labels: {tier: edge}
                              annotations: {variables.pinisi.io/registry: reg.bali.example}
                            spec: {syncMode: Push, region: id}
                            """));

    @ParameterizedTest
    @CsvSource({
        "nginx, Registry, add, reg.io, reg.io/nginx",
        "nginx, Registry, replace, reg.io, reg.io/nginx",
        "reg.io/a/nginx:1, Registry, replace, localhost:5000, localhost:5000/a/nginx:1",
        "reg.io/a/nginx:1, Registry, remove, '', a/nginx:1",
        "reg.io/a/nginx:1, Repository, replace, b/web, reg.io/b/web:1",
        "reg.io/a/nginx:1, Repository, add, -slim, reg.io/a/nginx-slim:1",
        "nginx:1.25, Tag, replace, 1.26, nginx:1.26",
        "nginx:1.25, Tag, add, -alpine, nginx:1.25-alpine",
        "nginx:1.25, Tag, remove, '', nginx",
        "nginx, Tag, add, 1.26, nginx:1.26",
        "localhost:5000/nginx, Tag, replace, 2, localhost:5000/nginx:2",
        "nginx@sha256:ab, Tag, replace, 1, nginx:1",
        "nginx:1, Tag, replace, sha256:cd, nginx@sha256:cd",
    })
    void partsOfImagesChange(
            String image, String component, String operator, String value, String expected) {
        ObjectNode web = deployment(image);
        apply(
                web,
                policy(
                        "imageOverrider: [{component: %s, operator: %s%s}]"
                                .formatted(
                                        component,
                                        operator,
                                        value.isEmpty() ? "" : ", value: '" + value + "'")));
        assertEquals(expected, web.at("/spec/template/spec/containers/0/image").asString(""));
        assertEquals(expected, web.at("/spec/template/spec/initContainers/0/image").asString(""));
    }

    @Test
    void onePathOfAnImageIsChangedAlone() {
        ObjectNode web = deployment("nginx:1");
        apply(
                web,
                policy(
                        "imageOverrider: [{predicate: {path:"
                            + " /spec/template/spec/containers/0/image}, component: Tag, operator:"
                            + " replace, value: '2'}]"));
        assertEquals("nginx:2", web.at("/spec/template/spec/containers/0/image").asString(""));
        assertEquals("nginx:1", web.at("/spec/template/spec/initContainers/0/image").asString(""));
    }

    @Test
    void wordsOfTheNamedContainerComeAndGo() {
        ObjectNode web = deployment("nginx");
        apply(
                web,
                policy(
                        "commandOverrider: [{containerName: web, operator: add, value: [-v]}]",
                        "argsOverrider: [{containerName: web, operator: remove, value: [b]},"
                                + " {containerName: other, operator: add, value: [c]}]"));
        assertEquals(
                "[\"run\",\"-v\"]", web.at("/spec/template/spec/containers/0/command").toString());
        assertEquals("[\"a\"]", web.at("/spec/template/spec/containers/0/args").toString());
    }

    @Test
    void marksAreOnlyReplacedWhereTheyAre() {
        ObjectNode web = deployment("nginx");
        apply(
                web,
                policy(
                        "labelsOverrider: [{operator: add, value: {new: x}}, {operator: replace,"
                                + " value: {app: y, absent: z}}]",
                        "annotationsOverrider: [{operator: remove, value: {note: '', absent:"
                                + " ''}}]"));
        assertEquals(
                "{\"app\":\"y\",\"new\":\"x\"}", web.path("metadata").path("labels").toString());
        assertTrue(web.path("metadata").path("annotations").isEmpty());
    }

    @Test
    void documentsInsideFieldsAreChanged() {
        ObjectNode config =
                yaml(
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {namespace: shop, name: c}
                        data:
                          a.json: '{"db": {"host": "x", "port": 1}}'
                          b.yaml: |
                            db:
                              host: x
                              hosts: [a]
                        """);
        apply(
                config,
                policy(
                        """
                        fieldOverrider:
                        - fieldPath: /data/a.json
                          json: [{subPath: /db/host, operator: replace, value: y}, {subPath: /db/port, operator: remove}]
                        - fieldPath: /data/b.yaml
                          yaml: [{subPath: /db/hosts/-, operator: add, value: b}]
                        """));
        assertEquals("{\"db\":{\"host\":\"y\"}}", Json.text(config, "data", "a.json"));
        assertEquals(
                yaml("db: {host: x, hosts: [a, b]}"),
                yaml(String.valueOf(Json.text(config, "data", "b.yaml"))));
    }

    @Test
    void plaintextIsAJsonPatch() {
        ObjectNode web = deployment("nginx");
        apply(
                web,
                policy(
                        "plaintext: [{path: /spec/replicas, operator: replace, value: 9}, {path:"
                                + " /metadata/annotations/note, operator: remove}]"));
        assertEquals(9, web.path("spec").path("replicas").asInt());
    }

    @Test
    void onlyMatchingClustersAndObjectsAreTouched() {
        String elsewhere =
                "overrideRules: [{targetCluster: {clusterNames: [flores]}, overriders: {plaintext:"
                        + " [{path: /spec/replicas, operator: replace, value: 9}]}}]";
        ObjectNode web = deployment("nginx");
        apply(web, read("name: a, namespace: shop", elsewhere));
        assertEquals(1, web.path("spec").path("replicas").asInt());
        String everywhere =
                elsewhere.replace(
                        "clusterNames: [flores]", "labelSelector: {matchLabels: {tier: edge}}");
        apply(web, read("name: a, namespace: bank", everywhere));
        assertEquals(1, web.path("spec").path("replicas").asInt());
        apply(web, read("name: a, namespace: shop", everywhere));
        assertEquals(9, web.path("spec").path("replicas").asInt());
    }

    @Test
    void theNamespacesOwnTheMoreExactAndTheLaterNameWin() {
        String kind = "resourceSelectors: [{apiVersion: apps/v1, kind: Deployment%s}]\n";
        List<OverridePolicy> policies =
                List.of(
                        read("name: z", kind.formatted(", name: web") + append("cluster-name")),
                        read("name: a", append("cluster-all")),
                        read("name: b, namespace: shop", kind.formatted("") + append("kind")),
                        read("name: a, namespace: shop", kind.formatted("") + append("kind-a")),
                        read("name: c, namespace: shop", append("all")),
                        read(
                                "name: a1, namespace: shop",
                                kind.formatted(", name: web") + append("name")));
        ObjectNode web = deployment("nginx");
        apply(web, policies.toArray(OverridePolicy[]::new));
        List<String> order = new ArrayList<>();
        web.at("/spec/template/spec/containers/0/args")
                .forEach(word -> order.add(word.asString("")));
        assertEquals(
                List.of("a", "b", "cluster-all", "cluster-name", "all", "kind-a", "kind", "name"),
                order);
    }

    @Test
    void whatDoesNotFitNamesPolicyAndField() {
        OverrideException fault =
                assertThrows(
                        OverrideException.class,
                        () ->
                                apply(
                                        deployment("nginx"),
                                        policy(
                                                "plaintext: [{path: /spec/absent/deep, operator:"
                                                        + " replace, value: 1}]")));
        assertTrue(
                String.valueOf(fault.getMessage())
                        .startsWith(
                                "OverridePolicy shop/p"
                                        + " spec.overrideRules[0].overriders.plaintext[0]:"),
                fault::toString);
        OverrideException identity =
                assertThrows(
                        OverrideException.class,
                        () ->
                                apply(
                                        deployment("nginx"),
                                        policy(
                                                "plaintext: [{path: /metadata/name, operator:"
                                                        + " replace, value: other}]")));
        assertTrue(String.valueOf(identity.getMessage()).contains("name or namespace"));
    }

    @Test
    void valuesMaySayWhichClusterTheyAreFor() {
        ObjectNode web = deployment("nginx:1");
        apply(
                web,
                policy(
                        "imageOverrider: [{component: Registry, operator: replace, value:"
                                + " '${cluster.variables[registry]}'}]",
                        "argsOverrider: [{containerName: web, operator: add, value:"
                                + " ['--at=${cluster.name}.${cluster.region}', '$${cluster.name}',"
                                + " '${HOME}']}]",
                        "labelsOverrider: [{operator: add, value: {tier:"
                                + " '${cluster.labels[tier]}'}}]",
                        "plaintext: [{path: /spec/template/spec/nodeSelector, operator: add,"
                                + " value: {where: ['${cluster.name}']}}]"));
        assertEquals(
                "reg.bali.example/nginx:1",
                web.at("/spec/template/spec/containers/0/image").asString(""));
        assertEquals(
                "[\"a\",\"b\",\"--at=bali.id\",\"${cluster.name}\",\"${HOME}\"]",
                web.at("/spec/template/spec/containers/0/args").toString());
        assertEquals("edge", web.at("/metadata/labels/tier").asString(""));
        assertEquals(
                "{\"where\":[\"bali\"]}", web.at("/spec/template/spec/nodeSelector").toString());
    }

    @Test
    void aVariableThatTheClusterLacksNamesItAndTheField() {
        OverrideException fault =
                assertThrows(
                        OverrideException.class,
                        () ->
                                apply(
                                        deployment("nginx"),
                                        policy(
                                                "labelsOverrider: [{operator: add, value: {zone:"
                                                        + " '${cluster.zone}'}}]")));
        assertEquals(
                "OverridePolicy shop/p spec.overrideRules[0].overriders.labelsOverrider[0]:"
                        + " cluster \"bali\" has no zone",
                fault.getMessage());
    }

    @Test
    void aTraceTellsWhichOverriderChangedWhat() {
        ObjectNode web = deployment("nginx:1");
        List<OverrideStep> steps =
                Overrides.trace(
                        web,
                        TemplateFacts.of(web),
                        BALI,
                        OverrideIndex.of(
                                List.of(
                                        policy(
                                                "labelsOverrider: [{operator: replace, value:"
                                                        + " {absent: z}}]",
                                                "plaintext: [{path: /spec/replicas, operator:"
                                                        + " replace, value: 9}]"))));
        assertEquals(1, steps.size());
        assertEquals("OverridePolicy shop/p", steps.getFirst().policy());
        assertEquals("spec.overrideRules[0].overriders.plaintext[0]", steps.getFirst().field());
        assertEquals("spec.replicas", steps.getFirst().changes().getFirst().path());
        assertEquals(9, web.path("spec").path("replicas").asInt());
    }

    private static String append(String word) {
        return "overrideRules: [{overriders: {argsOverrider: [{containerName: web, operator: add,"
                + " value: ["
                + word
                + "]}]}}]";
    }

    private static OverridePolicy policy(String... overriders) {
        return read(
                "name: p, namespace: shop",
                "overrideRules:\n- overriders:\n" + String.join("\n", overriders).indent(4));
    }

    private static OverridePolicy read(String metadata, String spec) {
        return OverridePolicy.of(
                yaml("metadata: {%s}\nspec:\n%s".formatted(metadata, spec.indent(2))));
    }

    private static void apply(ObjectNode object, OverridePolicy... policies) {
        Overrides.apply(
                object, TemplateFacts.of(object), BALI, OverrideIndex.of(List.of(policies)));
    }

    private static ObjectNode deployment(String image) {
        return yaml(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web, labels: {app: x}, annotations: {note: y}}
                spec:
                  replicas: 1
                  template:
                    spec:
                      initContainers: [{name: init, image: '%1$s'}]
                      containers: [{name: web, image: '%1$s', command: [run], args: [a, b]}]
                """
                        .formatted(image));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
