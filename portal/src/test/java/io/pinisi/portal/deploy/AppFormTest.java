package io.pinisi.portal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AppFormTest {
    @Test
    void aNameAndAnImageAreOneDeployment() {
        List<ObjectNode> documents = documents(form("nginx:1.27", 0, Map.of()));
        assertEquals(List.of("Deployment"), kinds(documents));
        ObjectNode deployment = documents.getFirst();
        assertEquals("web", deployment.at("/metadata/name").asString());
        assertEquals("shop", deployment.at("/metadata/namespace").asString());
        assertEquals(3, deployment.at("/spec/replicas").asInt());
        assertEquals(
                deployment.at("/spec/selector/matchLabels"),
                deployment.at("/spec/template/metadata/labels"));
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        assertEquals("nginx:1.27", container.path("image").asString());
        assertFalse(container.has("ports"));
        assertFalse(container.has("envFrom"));
    }

    @Test
    void aPortIsOpenedOnTheNodes() {
        List<ObjectNode> documents = documents(form("nginx", 8080, Map.of()));
        assertEquals(List.of("Deployment", "Service"), kinds(documents));
        assertEquals(
                8080,
                documents
                        .getFirst()
                        .at("/spec/template/spec/containers/0/ports/0/containerPort")
                        .asInt());
        ObjectNode service = documents.getLast();
        assertEquals("NodePort", service.at("/spec/type").asString());
        assertEquals("web", service.at("/spec/selector/app").asString());
        assertEquals(8080, service.at("/spec/ports/0/targetPort").asInt());
    }

    @Test
    void configurationBecomesTheEnvironment() {
        List<ObjectNode> documents = documents(form("nginx", 0, Map.of("GREETING", "hello")));
        assertEquals(List.of("ConfigMap", "Deployment"), kinds(documents));
        assertEquals("hello", documents.getFirst().at("/data/GREETING").asString());
        assertEquals(
                documents.getFirst().at("/metadata/name"),
                documents
                        .getLast()
                        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name"));
    }

    @Test
    void nothingThatSomebodyTypesBecomesStructure() {
        String hostile = "x\"\n---\nkind: Secret\n# ' {}: !!java";
        List<ObjectNode> documents = documents(form(hostile, 0, Map.of("A", hostile, "B", "yes")));
        assertEquals(List.of("ConfigMap", "Deployment"), kinds(documents));
        assertEquals(hostile, documents.getFirst().at("/data/A").asString());
        assertEquals("yes", documents.getFirst().at("/data/B").asString());
        assertEquals(
                hostile,
                documents.getLast().at("/spec/template/spec/containers/0/image").asString());
    }

    private static AppForm form(String image, int port, Map<String, String> config) {
        return new AppForm("web", "shop", image, 3, port, config);
    }

    private static List<ObjectNode> documents(AppForm form) {
        return Yaml.parse(form.manifest());
    }

    private static List<String> kinds(List<ObjectNode> documents) {
        return documents.stream().map(document -> document.path("kind").asString()).toList();
    }
}
