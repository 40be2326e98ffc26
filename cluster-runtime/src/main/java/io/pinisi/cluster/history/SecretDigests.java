package io.pinisi.cluster.history;

import io.pinisi.cluster.storage.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Puts keyed digests in the place of what secrets hold, so that equal and unequal can be told and
 * nothing else.
 */
public final class SecretDigests {
    /** Apart from the key that seals secrets. */
    private static final String KEY = "history-digest.key";

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final KeyRing keys;

    SecretDigests(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * @param pki folder of the server's keys
     */
    public static SecretDigests in(Path pki) {
        return new SecretDigests(KeyRing.openOrCreate(pki.resolve(KEY)));
    }

    /** Changes a Secret into what may be remembered of it. */
    public void redact(ObjectNode secret) {
        redact(secret.get("data"));
        redact(secret.get("stringData"));
        JsonNode metadata = secret.path("metadata");
        if (metadata.get("annotations") instanceof ObjectNode annotations
                && annotations.has(LAST_APPLIED)) {
            annotations.put(LAST_APPLIED, "omitted");
        }
    }

    private void redact(@Nullable JsonNode data) {
        if (!(data instanceof ObjectNode values)) {
            return;
        }
        values.properties().forEach(value -> value.setValue(digest(value.getValue().asString(""))));
    }

    private JsonNode digest(String base64) {
        return StringNode.valueOf(keys.digest(bytes(base64)));
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }
}
