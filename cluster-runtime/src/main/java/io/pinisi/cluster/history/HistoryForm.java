package io.pinisi.cluster.history;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.cluster.storage.SealedCodec;
import io.pinisi.cluster.storage.StoredKey;
import io.pinisi.db.history.Chronicle;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.revision.Revision;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * From a revision of the log to a state of the history: without the book-keeping of who owns which
 * field, which changes with every write, and with digests in the place of secrets.
 */
final class HistoryForm {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryForm.class);
    private static final String SECRETS = "secrets";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final HistoryPolicy policy;
    private final SealedCodec sealed;
    private final KeyRing digests;

    HistoryForm(HistoryPolicy policy, KeyRing keys, KeyRing digests) {
        this.policy = policy;
        this.sealed = new SealedCodec(keys);
        this.digests = digests;
    }

    /** Empty for what is not kept. */
    Optional<HistoryEntry> of(Chronicle.Entry entry) {
        return StoredKey.of(entry.revision().key())
                .map(key -> new HistoryKey(key.resource().toString(), key.namespace(), key.name()))
                .filter(key -> !policy.omitted().contains(key.resource()))
                .map(key -> entry(key, entry));
    }

    private HistoryEntry entry(HistoryKey key, Chronicle.Entry entry) {
        Revision revision = entry.revision();
        return new HistoryEntry(
                key,
                revision.number(),
                entry.writtenAt(),
                entry.origin().actor(),
                entry.origin().requestId(),
                revision.operation() == Revision.Operation.DELETE ? null : body(key, revision));
    }

    private byte[] body(HistoryKey key, Revision revision) {
        boolean secret = key.resource().equals(SECRETS);
        try {
            ObjectNode tree =
                    Json.parse(
                            secret
                                    ? sealed.decode(revision.key(), revision.value())
                                    : revision.value());
            if (tree.get("metadata") instanceof ObjectNode metadata) {
                metadata.remove("managedFields");
            }
            if (secret) {
                redact(tree);
            }
            return Json.bytes(tree);
        } catch (ApiException | IllegalStateException e) {
            LOG.error("key={} revision={} cannot be read", revision.key(), revision.number(), e);
            return Json.bytes(Json.object().put("unreadable", true));
        }
    }

    private void redact(ObjectNode secret) {
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
        return StringNode.valueOf(digests.digest(bytes(base64)));
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }
}
