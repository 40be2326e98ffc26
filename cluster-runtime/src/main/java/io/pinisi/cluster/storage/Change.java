package io.pinisi.cluster.storage;

import org.jspecify.annotations.Nullable;

/** One write as a cache saw it. */
sealed interface Change {
    long revision();

    /** What a reader of this selection is told; null for nothing. */
    @Nullable WatchEvent seenBy(Selection selection);

    record Creation(ApiObject object) implements Change {
        @Override
        public long revision() {
            return object.revision();
        }

        @Override
        public @Nullable WatchEvent seenBy(Selection selection) {
            return selection.matches(object) ? new WatchEvent.Added(object) : null;
        }
    }

    record Replacement(ApiObject before, ApiObject after) implements Change {
        @Override
        public long revision() {
            return after.revision();
        }

        @Override
        public @Nullable WatchEvent seenBy(Selection selection) {
            boolean was = selection.matches(before);
            if (selection.matches(after)) {
                return was ? new WatchEvent.Modified(after) : new WatchEvent.Added(after);
            }
            return was
                    ? new WatchEvent.Deleted(ObjectCodec.departed(before, after.revision()))
                    : null;
        }
    }

    /**
     * @param departed the last state, under the revision of the deletion
     */
    record Removal(ApiObject departed) implements Change {
        @Override
        public long revision() {
            return departed.revision();
        }

        @Override
        public @Nullable WatchEvent seenBy(Selection selection) {
            return selection.matches(departed) ? new WatchEvent.Deleted(departed) : null;
        }
    }
}
