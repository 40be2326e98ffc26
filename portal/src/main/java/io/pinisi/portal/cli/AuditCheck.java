package io.pinisi.portal.cli;

import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.PartCheck;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.audit.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks a trail or an export against what was published of it. The log's own checkpoints fill in
 * for files that were not kept; where both have one of the same number, they must be the same.
 */
record AuditCheck(PublicKey key, List<Checkpoint> published, List<Retirement> retirements) {
    AuditCheck {
        published = List.copyOf(published);
        retirements = List.copyOf(retirements);
    }

    Verification of(AuditTrail trail) {
        ChainCheck check = start(AuditExport.checkpoints(trail), AuditExport.retirements(trail));
        walk(trail, check);
        return trail.end(check);
    }

    Verification of(Path export) throws IOException {
        ChainCheck check = start(AuditExport.checkpoints(export), AuditExport.retirements(export));
        AuditExport.records(export, line -> add(check, line));
        return check.end();
    }

    /** Records by their proofs, without regard to what is missing. */
    PartCheck.Found ofPart(Path export) throws IOException {
        PartCheck check = PartCheck.against(AuditExport.checkpoints(export), key);
        AuditExport.records(export, check::addLine);
        return check.end();
    }

    private ChainCheck start(List<Checkpoint> own, List<Retirement> said) {
        SortedMap<Long, Checkpoint> all = new TreeMap<>();
        published.forEach(checkpoint -> all.put(checkpoint.number(), checkpoint));
        for (Checkpoint checkpoint : own) {
            Checkpoint other = all.putIfAbsent(checkpoint.number(), checkpoint);
            if (other != null && !other.equals(checkpoint)) {
                return ChainCheck.broken(
                        other.first(),
                        "checkpoint %d was published for other records than the log now has"
                                .formatted(other.number()));
            }
        }
        Set<Retirement> letGo = new LinkedHashSet<>(retirements);
        letGo.addAll(said);
        return ChainCheck.against(new ArrayList<>(all.values()), new ArrayList<>(letGo), key);
    }

    private static void walk(AuditTrail trail, ChainCheck check) {
        long last = 0;
        List<AuditRecord> page;
        do {
            page = trail.after(last);
            page.forEach(check::add);
            last = page.isEmpty() ? last : page.getLast().sequence();
        } while (page.size() == AuditTrail.PAGE_MAX && !check.isBroken());
    }

    private static void add(ChainCheck check, String line) {
        AuditRecord read;
        try {
            read = RecordLine.parse(line);
        } catch (IllegalArgumentException e) {
            check.addUnreadable(String.valueOf(e.getMessage()));
            return;
        }
        check.add(read);
    }
}
