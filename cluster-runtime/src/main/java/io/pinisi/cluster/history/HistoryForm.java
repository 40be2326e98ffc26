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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * From a revision of the log to a state of the history: without the book-keeping of who owns which
 * field, which changes with every write, and with digests in the place of secrets.
 */
final class HistoryForm {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryForm.class);
    private static final String SECRETS = "secrets";

    private final HistoryPolicy policy;
    private final SealedCodec sealed;
    private final SecretDigests digests;

    HistoryForm(HistoryPolicy policy, KeyRing keys, SecretDigests digests) {
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
                digests.redact(tree);
            }
            return Json.bytes(tree);
        } catch (ApiException | IllegalStateException e) {
            LOG.error("key={} revision={} cannot be read", revision.key(), revision.number(), e);
            return Json.bytes(Json.object().put("unreadable", true));
        }
    }
}
