package io.pinisi.db;

import static io.pinisi.db.schema.Tables.LIVE;

import io.pinisi.db.revision.Revision;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The newest revision of every key that exists, in memory, so that a write is judged without a look
 * at the database: some 200 bytes for each object of the store. Confined to the writer's thread.
 */
final class LiveKeys implements GroupPlan.LiveState {
    /** A key's newest revision. */
    record LiveKey(long number, long createdAt) {}

    private final Map<String, LiveKey> keys = new HashMap<>();

    private LiveKeys() {}

    static LiveKeys read(DSLContext sql) {
        LiveKeys live = new LiveKeys();
        sql.selectFrom(LIVE)
                .forEach(
                        row ->
                                live.keys.put(
                                        row.get(LIVE.OBJECT_KEY),
                                        new LiveKey(
                                                row.get(LIVE.NUMBER), row.get(LIVE.CREATED_AT))));
        return live;
    }

    @Override
    public @Nullable LiveKey newest(String key) {
        return keys.get(key);
    }

    /** Takes up what was taken. */
    void add(Batch batch) {
        for (Batch.Row row : batch.rows()) {
            Revision revision = row.revision();
            if (revision.operation() == Revision.Operation.DELETE) {
                keys.remove(revision.key());
            } else {
                keys.put(revision.key(), new LiveKey(revision.number(), revision.createdAt()));
            }
        }
    }
}
