package io.pinisi.db;

import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What readers know of the log without asking the database: where it ends, where it begins, and its
 * most recent revisions. Written by the writer alone, read by anyone; every field is guarded by
 * {@code this}.
 */
final class Log {
    /** What a tail finds. */
    sealed interface Found {
        record Recent(List<Revision> revisions) implements Found {}

        /** The next revision is no longer in memory; the database has it up to {@code head}. */
        record Behind(long head) implements Found {}

        record Closed() implements Found {}
    }

    /** Guards itself. */
    private final RecentOrigins origins = new RecentOrigins();

    private final Revision[] ring;
    private final long bytesMax;
    private long bytes;
    private long oldest;
    private long head;
    private long assigned;
    private long compacted;
    private @Nullable StoreUnavailableException end;

    Log(StoreLimits limits, Head opened) {
        this.ring = new Revision[limits.recentMax()];
        this.bytesMax = limits.recentBytesMax();
        this.head = opened.revision();
        this.assigned = opened.revision();
        this.oldest = opened.revision() + 1;
        this.compacted = opened.compacted();
    }

    RecentOrigins origins() {
        return origins;
    }

    synchronized long head() {
        return head;
    }

    synchronized long compacted() {
        return compacted;
    }

    /** The newest revision that a transaction under way may have made visible already. */
    synchronized long assigned() {
        return assigned;
    }

    /** A transaction up to {@code revision} begins. */
    synchronized void assign(long revision) {
        assigned = revision;
    }

    /** What was assigned is on disk. */
    synchronized void publish(List<Revision> revisions) {
        for (Revision revision : revisions) {
            remember(revision);
        }
        assigned = head;
        notifyAll();
    }

    /** What was assigned did not come to be. */
    synchronized void withdraw() {
        assigned = head;
        notifyAll();
    }

    synchronized void compactTo(long revision) {
        compacted = Math.max(compacted, revision);
    }

    /** No revision will follow. */
    synchronized void end(StoreUnavailableException reason) {
        if (end == null) {
            end = reason;
        }
        notifyAll();
    }

    synchronized @Nullable StoreUnavailableException ended() {
        return end;
    }

    /** Lets blocked tails look again whether they are closed. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits until everything that a read may have seen is on disk, so that nobody learns of a write
     * that a loss of power could still undo.
     */
    synchronized void awaitSettled() {
        long seen = assigned;
        boolean interrupted = false;
        while (head < seen && assigned >= seen && end == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a revision after {@code after}. */
    synchronized Found await(long after, int batchMax, BooleanSupplier closed)
            throws InterruptedException {
        while (head <= after && end == null && !closed.getAsBoolean()) {
            wait();
        }
        if (closed.getAsBoolean()) {
            return new Found.Closed();
        }
        if (head <= after && end != null) {
            throw Failures.of(end);
        }
        if (after + 1 < oldest) {
            return new Found.Behind(head);
        }
        return new Found.Recent(copy(after + 1, Math.min(head, after + batchMax)));
    }

    /** A revision that was published, or null when it is no longer in memory. */
    synchronized @Nullable Revision recent(long number) {
        return number < oldest || number > head ? null : ring[slot(number)];
    }

    private List<Revision> copy(long from, long to) {
        List<Revision> revisions = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            revisions.add(ring[slot(number)]);
        }
        return revisions;
    }

    private void remember(Revision revision) {
        if (revision.number() != head + 1) {
            throw new IllegalStateException(revision.number() + " does not follow " + head);
        }
        if (head - oldest + 1 == ring.length) {
            forgetOldest();
        }
        ring[slot(revision.number())] = revision;
        head = revision.number();
        bytes += revision.value().length;
        while (bytes > bytesMax && oldest < head) {
            forgetOldest();
        }
    }

    @SuppressWarnings("NullAway") // an empty slot is outside oldest..head and is never read
    private void forgetOldest() {
        bytes -= ring[slot(oldest)].value().length;
        ring[slot(oldest)] = null;
        oldest++;
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }
}
