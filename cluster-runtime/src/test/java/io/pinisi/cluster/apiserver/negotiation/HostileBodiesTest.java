package io.pinisi.cluster.apiserver.negotiation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.testing.Chance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that nobody meant well: each is read, or refused as the client's fault. */
class HostileBodiesTest {
    private static final String POD =
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"a":"\\u00e9"}},
             "spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}],"priority":-1e3}}
            """;
    private static final List<String> KINDS =
            List.of(
                    "Pod",
                    "Deployment",
                    "Job",
                    "Event",
                    "Lease",
                    "Node",
                    "DeleteOptions",
                    "Nothing");
    private static final List<String> VERSIONS =
            List.of("v1", "apps/v1", "batch/v1", "coordination.k8s.io/v1", "", "/", "a/b/c");

    private final Chance chance = new Chance();

    private void readOrRefuse(String type, byte[] body) {
        ApiRequest request =
                new ApiRequest(
                        "POST",
                        "/",
                        Query.NONE,
                        Map.of("content-type", List.of(type)),
                        _ -> body,
                        "local",
                        "api",
                        List.of());
        try {
            BodyDecoder.optional(request);
        } catch (ApiException e) {
            assertTrue(
                    e.reason().code() / 100 == 4,
                    () -> chance + ": " + e.getMessage() + shown(body));
        } catch (RuntimeException e) {
            throw new AssertionError(chance + ": " + e + shown(body), e);
        }
    }

    private static String shown(byte[] body) {
        return " on " + java.util.HexFormat.of().formatHex(body);
    }

    private byte[] damaged(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = chance.below(4); i >= 0; i--) {
            int at = chance.below(bytes.length);
            switch (chance.below(3)) {
                case 0 -> bytes[at] = (byte) chance.below(256);
                case 1 -> bytes = java.util.Arrays.copyOf(bytes, at + 1);
                default -> bytes[at] = (byte) "{}[]\",:\\0-e&*|>".charAt(chance.below(14));
            }
        }
        return bytes;
    }

    @Test
    void damagedJsonAndYaml() {
        byte[] whole = POD.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5000; i++) {
            byte[] body = damaged(whole);
            readOrRefuse("application/json", body);
            readOrRefuse("application/yaml", body);
        }
    }

    @Test
    void deepAndLargeThings() {
        for (String opening : List.of("[", "{\"a\":", "{a: ", "- ", "&a [*a, ")) {
            byte[] deep = opening.repeat(100_000).getBytes(StandardCharsets.UTF_8);
            readOrRefuse("application/json", deep);
            readOrRefuse("application/yaml", deep);
        }
        byte[] number = ("{\"a\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8);
        readOrRefuse("application/json", number);
        readOrRefuse("application/yaml", number);
        readOrRefuse("application/json", "{\"a\":1e999999999}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void protobufOfAnyBytes() {
        for (int i = 0; i < 30_000; i++) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(new byte[] {'k', '8', 's', 0});
            ByteArrayOutputStream type = new ByteArrayOutputStream();
            field(type, 1, chance.one(VERSIONS).getBytes(StandardCharsets.UTF_8));
            field(type, 2, chance.one(KINDS).getBytes(StandardCharsets.UTF_8));
            field(body, 1, type.toByteArray());
            field(body, 2, message(4));
            if (chance.below(10) == 0) {
                body.writeBytes(chance.bytes(8));
            }
            readOrRefuse("application/vnd.kubernetes.protobuf", body.toByteArray());
        }
    }

    /** Fields of low numbers, as the kinds have them, with messages, texts and numbers in them. */
    private byte[] message(int depth) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = chance.below(4); i >= 0; i--) {
            int number = 1 + chance.below(15);
            switch (chance.below(depth > 0 ? 4 : 3)) {
                case 0 -> {
                    varint(message, (long) number << 3);
                    varint(
                            message,
                            chance.coin() ? chance.below(5) : Long.MIN_VALUE >>> chance.below(64));
                }
                case 1 ->
                        field(
                                message,
                                number,
                                chance.text("{}[]\"ab:1", 6).getBytes(StandardCharsets.UTF_8));
                case 2 -> field(message, number, chance.bytes(6));
                default -> field(message, number, message(depth - 1));
            }
        }
        return message.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] content) {
        varint(out, ((long) number << 3) | 2);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
