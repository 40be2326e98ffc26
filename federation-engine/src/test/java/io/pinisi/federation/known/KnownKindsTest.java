package io.pinisi.federation.known;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.health.HealthRules;
import io.pinisi.federation.interpreter.Interpreters;
import io.pinisi.federation.placement.Dependencies;
import io.pinisi.federation.placement.Workloads;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Example objects of every kind in the table. */
final class KnownKindsTest {
    private static Stream<JsonNode> examples() throws IOException {
        try (InputStream stream = KnownKindsTest.class.getResourceAsStream("examples.yaml")) {
            return Yaml.parse(Objects.requireNonNull(stream).readAllBytes())
                    .getFirst()
                    .path("examples")
                    .valueStream();
        }
    }

    private static ObjectNode object(JsonNode example) {
        String[] kind = example.path("kind").asString("").split(" ");
        ObjectNode object = Json.object().put("apiVersion", kind[0]).put("kind", kind[1]);
        object.putObject("metadata")
                .put("namespace", "home")
                .put("name", "example")
                .put("generation", 2);
        for (String part : Set.of("spec", "status")) {
            if (example.has(part)) {
                object.set(part, example.path(part));
            }
        }
        return object;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsReadAsItSays(JsonNode example) {
        ObjectNode object = object(example);

        assertEquals(example.path("health").asString(""), HealthRules.of(object).name(), "health");
        assertEquals(
                example.path("replicas").asInt(-1),
                Workloads.replicas(object).orElse(-1),
                "replicas");
        assertEquals(
                example.path("needs")
                        .valueStream()
                        .map(need -> need.asString(""))
                        .collect(Collectors.toSet()),
                Dependencies.of(object).stream()
                        .map(need -> need.kind().kind() + "/" + need.key().name())
                        .collect(Collectors.toSet()),
                "needs");
        if (example.has("carried")) {
            try (Interpreters interpreters = new Interpreters((one, why) -> {})) {
                assertEquals(
                        example.path("carried")
                                .valueStream()
                                .map(field -> field.asString(""))
                                .collect(Collectors.toSet()),
                        Set.copyOf(interpreters.status(object).propertyNames()),
                        "carried");
            }
        }
    }

    @Test
    void everyKindOfTheTableHasAnExample() throws IOException {
        Set<String> shown =
                examples()
                        .map(KnownKindsTest::object)
                        .map(
                                object ->
                                        object.path("apiVersion").asString("").split("/")[0]
                                                + "/"
                                                + object.path("kind").asString(""))
                        .collect(Collectors.toSet());
        assertEquals(KnownKinds.names(), shown);
    }

    @Test
    void aShareIsSetWhereTheKindHasItsReplicas() {
        ObjectNode object = object(Json.object().put("kind", "apps.kruise.io/v1alpha1 CloneSet"));
        Workloads.setReplicas(object, 7);
        assertEquals(7, object.at("/spec/replicas").asInt());
        Workloads.leaveOutReplicas(object);
        assertEquals("{}", object.path("spec").toString());
    }
}
