package io.pinisi.portal.history;

import java.util.List;

/** What became of an object between two moments. */
public record ObjectChange(PastRef ref, Kind kind, List<FieldChange> fields) {
    /** Seen from the earlier moment; an object that is as it was again is {@code BACK}. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED,
        BACK
    }

    public ObjectChange {
        fields = List.copyOf(fields);
    }
}
