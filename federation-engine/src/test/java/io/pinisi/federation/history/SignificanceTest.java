package io.pinisi.federation.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pinisi.cluster.history.SecretDigests;
import io.pinisi.cluster.machinery.json.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a state, and what is only a heartbeat. */
final class SignificanceTest {
    @TempDir Path pki;

    private byte[] state(String resource, String yaml) {
        return new Significance(SecretDigests.in(pki)).of(resource, Yaml.parse(yaml).getFirst());
    }

    private byte[] node(String version, String image, String ready, String heartbeat) {
        return state(
                "nodes",
                """
                apiVersion: v1
                kind: Node
                metadata: {name: one, resourceVersion: "%s", managedFields: [{manager: kubelet}]}
                status:
                  images: [{names: [%s]}]
                  conditions:
                  - {type: Ready, status: "%s", lastHeartbeatTime: "%s", lastTransitionTime: t}
                """
                        .formatted(version, image, ready, heartbeat));
    }

    @Test
    void aHeartbeatMakesNoState() {
        assertArrayEquals(node("1", "a", "True", "10:00"), node("2", "b", "True", "10:05"));
    }

    @Test
    void anotherConditionMakesOne() {
        assertFalse(
                Arrays.equals(node("1", "a", "True", "10:00"), node("2", "a", "False", "10:00")));
    }

    @Test
    void theOrderOfFieldsMakesNoState() {
        assertArrayEquals(
                state("pods", "{kind: Pod, metadata: {name: a, labels: {x: '1', y: '2'}}}"),
                state("pods", "{metadata: {labels: {y: '2', x: '1'}, name: a}, kind: Pod}"));
    }

    @Test
    void ofASecretOnlyDigestsAreKept() {
        String secret =
                new String(
                        state("secrets", "{kind: Secret, data: {password: c2VzYW1l}}"),
                        StandardCharsets.UTF_8);
        assertFalse(secret.contains("c2VzYW1l"), secret);
        assertEquals(1, secret.split("hmac-sha256:", -1).length - 1, secret);
    }
}
