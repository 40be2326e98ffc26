package io.pinisi.db.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every state of every object, with the time it was valid. Thread-safe. */
public interface History extends AutoCloseable {
    /** How far a source was followed; 0 for one that nobody followed yet. */
    long position(String source);

    /** The same, once all up to it would survive a loss of power. */
    long securePosition(String source);

    /**
     * Adds what a source tells, in the order it happened; all of it, together with the position, or
     * nothing.
     *
     * @param after the source's position before; where it is another one, somebody else has
     *     followed the source in the meantime
     * @throws FollowedElsewhereException the position is another one
     */
    void append(String source, long after, long position, List<HistoryEntry> entries);

    /** Sources that ever told of something, in order. */
    List<String> sources();

    /**
     * What existed at a moment, in order of key.
     *
     * @param after exclusive start; null for the beginning
     * @param limit at the most {@link HistoryLimits#pageMax}
     * @throws ForgottenException the moment is before {@link #horizon}
     */
    List<HistoryState> at(
            HistoryScope scope, Instant moment, @Nullable HistoryKey after, int limit);

    /**
     * What was written after one moment and up to another, in order of key.
     *
     * @throws ForgottenException the earlier moment is before {@link #horizon}
     */
    List<HistoryChange> between(
            HistoryScope scope, Instant from, Instant until, @Nullable HistoryKey after, int limit);

    /**
     * What existed at some time between two moments, in order of key.
     *
     * @throws ForgottenException the earlier moment is before {@link #horizon}
     */
    List<HistoryStay> stays(
            HistoryScope scope, Instant from, Instant until, @Nullable HistoryKey after, int limit);

    /**
     * An object's states, newest first, with those in which it did not exist.
     *
     * @param before only states with a smaller id, for the next page
     */
    List<HistoryState> timeline(String source, HistoryKey key, long before, int limit);

    /** The state that a revision made, or the one that it left as it was. */
    Optional<HistoryState> atRevision(String source, HistoryKey key, long revision);

    /** Nothing before is answered, but for namespaces that are held. */
    Instant horizon();

    /**
     * Forgets states that ended before a moment, unless they are held; tells how many.
     *
     * @param alsoHeld namespaces that holds elsewhere keep; an empty name keeps everything
     */
    long forget(Instant before, Set<String> alsoHeld);

    /** Places a hold, or replaces the one of the same name. */
    void hold(LegalHold hold);

    /** Lifts a hold; tells whether there was one. */
    boolean lift(String name);

    List<LegalHold> holds();

    @Override
    void close();
}
