package io.pinisi.db;

import io.pinisi.db.journal.Journal;
import io.pinisi.db.revision.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process that was killed had on disk and not yet in the tables. */
final class JournalReplay {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);

    private JournalReplay() {}

    /** Puts what is left of a journal into the tables, forces them to disk and removes it. */
    static void run(Path journal, DSLContext sql, Transactions transactions)
            throws InterruptedException {
        try {
            List<Batch> pending = pending(journal, Head.peek(sql));
            if (!pending.isEmpty()) {
                Batch batch = Batch.join(pending);
                transactions.runForced(
                        batch.before(), batch.after(), tables -> GroupTables.write(tables, batch));
                LOG.info("journal={} took up {} rows", journal, batch.size());
            }
            Journal.delete(journal);
        } catch (IOException e) {
            throw new StoreUnavailableException("the journal cannot be read: " + e, e);
        }
    }

    /**
     * What follows the head of the tables, one batch after the other.
     *
     * @throws StoreUnavailableException something is missing between the tables and the journal
     */
    static List<Batch> pending(Path journal, Head tables) throws IOException {
        List<Batch> pending = new ArrayList<>();
        Head head = tables;
        for (ByteBuffer entry : Journal.read(journal)) {
            Batch batch = BatchCodec.decode(entry);
            if (head.includes(batch.after())) {
                continue;
            }
            if (!head.isAt(batch.before())) {
                throw new StoreUnavailableException(
                        "the journal does not follow the database: revision "
                                + batch.before().revision()
                                + " and audit record "
                                + batch.before().auditSequence()
                                + " come before its next entry, "
                                + head.revision()
                                + " and "
                                + head.auditSequence()
                                + " are the last in the database");
            }
            Head after = head.movedTo(batch.after());
            pending.add(new Batch(head, after, batch.rows(), batch.records()));
            head = after;
        }
        return pending;
    }
}
