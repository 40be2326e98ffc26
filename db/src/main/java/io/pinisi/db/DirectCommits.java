package io.pinisi.db;

import java.util.function.Consumer;
import org.jooq.DSLContext;

/** One transaction for each batch: the database itself forces a commit to disk, several at once. */
final class DirectCommits implements Commits {
    private final Transactions transactions;

    DirectCommits(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void take(Batch batch) throws InterruptedException {
        change(batch.before(), batch.after(), sql -> GroupTables.write(sql, batch));
    }

    @Override
    public void change(Head before, Head after, Consumer<DSLContext> work)
            throws InterruptedException {
        transactions.runForced(before, after, work);
    }

    @Override
    public void settle() {
        // whatever was taken is in the tables
    }

    @Override
    public void close() {
        // nothing waits
    }
}
