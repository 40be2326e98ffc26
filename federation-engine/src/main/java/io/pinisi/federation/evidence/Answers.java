package io.pinisi.federation.evidence;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditSource;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Of an audit log, the records that answer a question. */
record Answers(AuditSource log, Predicate<AuditEntry> fits) implements AuditSource {
    /** Full pages, as long as there are records, so that the reader goes on. */
    @Override
    public List<AuditRecord> readAfter(AuditQuery query, long sequence) {
        List<AuditRecord> answers = new ArrayList<>();
        long last = sequence;
        List<AuditRecord> page;
        do {
            page = log.readAfter(query, last);
            for (AuditRecord chained : page) {
                if (answers.size() == PAGE_MAX) {
                    return answers;
                }
                last = chained.sequence();
                if (fits.test(chained.entry())) {
                    answers.add(chained);
                }
            }
        } while (page.size() == PAGE_MAX);
        return answers;
    }

    @Override
    public List<AuditRecord> after(long sequence) {
        return log.after(sequence);
    }

    @Override
    public List<String> hashes(long first, long last) {
        return log.hashes(first, last);
    }

    @Override
    public List<Checkpoint> checkpointsAfter(long number) {
        return log.checkpointsAfter(number);
    }

    @Override
    public List<Retirement> retirementsAfter(long number) {
        return log.retirementsAfter(number);
    }
}
