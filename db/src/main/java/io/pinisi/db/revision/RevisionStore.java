package io.pinisi.db.revision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ordered key-value log with compare-and-set writes, reads in the past and a tail to follow. */
public interface RevisionStore extends AutoCloseable {

    /** The newest committed revision; 0 in an empty store. */
    long head();

    /** Reads and tails below this revision are gone. */
    long compacted();

    /**
     * Writes and returns when the group it travelled in is on disk. Preconditions are checked one
     * by one, so a failed write never fails its neighbours.
     *
     * @throws PreconditionFailedException with what is there instead
     * @throws StoreUnavailableException the write was not taken, or nobody knows whether it was
     */
    Revision write(Write write) throws InterruptedException;

    /** The newest state of a key, or null where it does not exist. */
    @Nullable Revision get(String key);

    /**
     * Live keys that begin with {@code prefix}, in order of key, as of {@code atRevision} (0 =
     * head).
     *
     * @param afterKey exclusive start, or empty
     * @param limit rows at the most; 0 for all
     * @throws CompactedException where {@code atRevision} is older than {@link #compacted()}
     */
    List<Revision> range(String prefix, String afterKey, int limit, long atRevision);

    /**
     * Every write after a revision, in order, without end. Several readers may tail; one that falls
     * behind the buffer is served from the database.
     *
     * @throws CompactedException where {@code afterRevision} is older than {@link #compacted()}
     */
    Tail tail(long afterRevision);

    /**
     * Forgets superseded and deleted revisions up to and including {@code revision}, or as far as
     * those who follow the log have come.
     */
    void compact(long revision);

    @Override
    void close();

    /** A reader of the log; closing it from any thread ends a blocked read. */
    interface Tail extends AutoCloseable {
        /** The next writes, at least one, in order; empty only when the tail is closed. */
        List<Revision> next() throws InterruptedException;

        @Override
        void close();
    }
}
