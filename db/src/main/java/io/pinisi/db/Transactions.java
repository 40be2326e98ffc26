package io.pinisi.db;

import io.pinisi.db.revision.StoreUnavailableException;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that compare and set the head; where a commit fails, they find out whether it took
 * place.
 */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final DSLContext sql;
    private final Vendor vendor;
    private final StoreLimits limits;

    Transactions(DSLContext sql, Vendor vendor, StoreLimits limits) {
        this.sql = sql;
        this.vendor = vendor;
        this.limits = limits;
    }

    /**
     * Returns when {@code after} is the head in the tables.
     *
     * @throws NotTakenException it is known not to be
     */
    void run(Head before, Head after, Consumer<DSLContext> work) throws InterruptedException {
        try {
            sql.transaction(
                    transaction -> {
                        work.accept(transaction.dsl());
                        before.advance(transaction.dsl(), after);
                    });
        } catch (Head.DeposedException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        } catch (DataAccessException e) {
            recover(before, after, e);
        }
    }

    /** The same, and on disk. */
    void runForced(Head before, Head after, Consumer<DSLContext> work) throws InterruptedException {
        run(before, after, work);
        force();
    }

    /** Returns when everything that was committed is on disk. */
    void force() {
        try {
            vendor.force(sql);
        } catch (DataAccessException e) {
            throw new StoreUnavailableException(
                    "nobody knows whether the last writes are on disk: " + e.getMessage(), e);
        }
    }

    /** Finds out whether a transaction that failed somewhere on its way was committed. */
    private void recover(Head before, Head after, DataAccessException failure)
            throws InterruptedException {
        LOG.warn("a commit failed, looking whether it took place", failure);
        for (int attempt = 1; attempt <= limits.recoveryAttemptsMax(); attempt++) {
            try {
                Head found = Head.readSettled(sql);
                if (found.equals(after)) {
                    return;
                }
                if (found.equals(before)) {
                    throw new NotTakenException(failure);
                }
                throw new StoreUnavailableException("another writer has taken over", failure);
            } catch (DataAccessException again) {
                LOG.warn("attempt {} to read the head failed: {}", attempt, again.getMessage());
                Thread.sleep(limits.recoveryPause());
            }
        }
        throw new StoreUnavailableException(
                "nobody knows whether the last writes were taken: the database does not answer",
                failure);
    }
}
