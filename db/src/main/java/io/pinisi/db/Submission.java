package io.pinisi.db;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.db.revision.Write;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jooq.DSLContext;

/** What the writer is asked to do; the answer comes when it is on disk. */
sealed interface Submission {
    CompletableFuture<?> answer();

    /** Bytes of values that it adds to its group. */
    default int bytes() {
        return 0;
    }

    default void fail(RuntimeException reason) {
        answer().completeExceptionally(reason);
    }

    /** Travels in a group. */
    sealed interface Grouped extends Submission {}

    record Put(Write write, CompletableFuture<Revision> answer) implements Grouped {
        @Override
        public int bytes() {
            return write.value().length;
        }
    }

    record Note(AuditEntry entry, CompletableFuture<AuditRecord> answer) implements Grouped {}

    /**
     * A change of other tables with its audit record, in a transaction of its own.
     *
     * @param change says whether it changed anything; if not, nothing is recorded
     */
    record Change(Predicate<DSLContext> change, AuditEntry audit, CompletableFuture<Boolean> answer)
            implements Submission {}

    /**
     * One step of a compaction, in a transaction of its own; the answer is how far it got.
     *
     * @param revision where the compaction is to end
     */
    record CompactionStep(long revision, CompletableFuture<Long> answer) implements Submission {}

    /** A checkpoint of the chain, in a transaction of its own; changes no head and no record. */
    record Seal(Checkpoint checkpoint, CompletableFuture<Void> answer) implements Submission {}

    /** A note in other tables that is no act of anybody, in a transaction of its own. */
    record Mark(Consumer<DSLContext> change, CompletableFuture<Void> answer)
            implements Submission {}

    /** Ends the writer once everything before it is done. */
    record Stop(CompletableFuture<Void> answer) implements Submission {
        @Override
        public void fail(RuntimeException reason) {
            answer.complete(null);
        }
    }

    static StoreUnavailableException unavailable(String message, Throwable cause) {
        return new StoreUnavailableException(message, cause);
    }
}
