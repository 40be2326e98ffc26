package io.pinisi.db.history;

import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A revision log with what each revision says of its origin, for those who follow it. */
public interface Chronicle {
    /** One revision, with who wrote it, in which request and when. */
    record Entry(Revision revision, Write.Origin origin, Instant writtenAt) {}

    /**
     * Revisions behind a number, in order; what was superseded or deleted before the last
     * compaction is not among them, so that from 0 on they end in what exists.
     *
     * @param limit at the most
     */
    List<Entry> after(long revision, int limit);

    /** Who wrote a revision; empty where the log has forgotten it. */
    Optional<Write.Origin> origin(long revision);

    /** Keeps the log from forgetting what a follower has not taken yet. */
    void neverCompactBeyond(Floor floor);

    /** How far a follower is. */
    @FunctionalInterface
    interface Floor {
        long revision();
    }
}
