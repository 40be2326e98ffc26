package io.pinisi.db;

import io.pinisi.db.revision.StoreUnavailableException;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/** How what the writer has decided comes to be on disk and in the tables. */
interface Commits {
    /**
     * Returns when the batch is on disk.
     *
     * @throws NotTakenException it is known not to be
     * @throws StoreUnavailableException nobody knows; the writer has to stop
     */
    void take(Batch batch) throws InterruptedException;

    /**
     * Changes tables outside the log, after everything that was taken; returns when that is on
     * disk.
     *
     * @throws NotTakenException it is known not to be
     * @throws StoreUnavailableException nobody knows; the writer has to stop
     */
    void change(Head before, Head after, Consumer<DSLContext> work) throws InterruptedException;

    /**
     * Returns when the tables have everything that was on disk when it was called.
     *
     * @throws StoreUnavailableException they never will, before the store is opened anew
     */
    void settle();

    /** Puts everything that was taken into the tables and ends; called by the writer alone. */
    void close();
}
