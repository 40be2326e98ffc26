package io.pinisi.db;

import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryLimits;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last state of the objects that were written lately. Confined to the writer's lock. */
final class HistoryMemory {
    /** Names an object of any source. */
    record Id(String source, HistoryKey key) {}

    /**
     * An object's last state.
     *
     * @param state row of the last state
     * @param body null where it does not exist
     * @param keyframe row that the next state may be compressed against; 0 for none
     * @param deltas states that are compressed against it
     */
    record Last(
            long object,
            long state,
            long from,
            byte @Nullable [] body,
            long keyframe,
            byte @Nullable [] keyframeBody,
            int deltas) {
        private static final int ROUGHLY = 200;

        long bytes() {
            long bytes = ROUGHLY;
            bytes += body == null ? 0 : body.length;
            return bytes + (keyframeBody == null || keyframeBody == body ? 0 : keyframeBody.length);
        }
    }

    private final HistoryLimits limits;
    private final Map<Id, Last> lasts = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    HistoryMemory(HistoryLimits limits) {
        this.limits = limits;
    }

    @Nullable Last get(Id id) {
        return lasts.get(id);
    }

    void put(Id id, Last last) {
        Last before = lasts.put(id, last);
        bytes += last.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Last> eldest = lasts.values().iterator();
        while (lasts.size() > limits.rememberedMax() || bytes > limits.rememberedBytesMax()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    void clear() {
        lasts.clear();
        bytes = 0;
    }
}
