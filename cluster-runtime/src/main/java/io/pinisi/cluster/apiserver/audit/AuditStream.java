package io.pinisi.cluster.apiserver.audit;

import io.pinisi.cluster.client.Transport;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditSource;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.InclusionProof;
import io.pinisi.db.audit.Retirement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An export, page by page, as fast as the reader takes it: the records that fit, oldest first, and
 * then the checkpoints up to its end and the statements about records that were let go. Confined to
 * the one who reads.
 */
public final class AuditStream implements Transport.Body.Frames {
    private final AuditSource log;
    private final AuditFormat format;
    private final AuditQuery query;
    private final Proofs proofs;
    private final Deque<Checkpoint> ahead = new ArrayDeque<>();
    private @Nullable Sealed sealed;
    private long asked;
    private long last;
    private long checkpoint;
    private long retirement;
    private Stage stage = Stage.HEAD;
    private volatile boolean closed;

    /** Whether each record is followed by what proves that it is part of the log. */
    public enum Proofs {
        NONE,
        /** In the plain form, where a checkpoint reaches; the checkpoints end with the last one. */
        EACH,
        /** The same, without checkpoints at the end: the reader has them from elsewhere. */
        ALONE
    }

    private enum Stage {
        HEAD,
        RECORDS,
        CHECKPOINTS,
        RETIREMENTS,
        OVER
    }

    /** A checkpoint with the hashes that it was signed for. */
    private record Sealed(Checkpoint by, String before, List<String> hashes) {}

    public AuditStream(AuditSource log, AuditFormat format, AuditQuery query, Proofs proofs) {
        this.log = log;
        this.format = format;
        this.query = query;
        this.proofs = format == AuditFormat.JSONL ? proofs : Proofs.NONE;
    }

    @Override
    public byte @Nullable [] next() {
        while (stage != Stage.OVER && !closed) {
            String piece =
                    switch (stage) {
                        case HEAD -> head();
                        case RECORDS -> records();
                        case CHECKPOINTS -> checkpoints();
                        case RETIREMENTS -> retirements();
                        case OVER -> "";
                    };
            if (!piece.isEmpty()) {
                return piece.getBytes(StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private String head() {
        stage = Stage.RECORDS;
        return format.head();
    }

    private String records() {
        StringBuilder lines = new StringBuilder();
        List<AuditRecord> page = log.readAfter(query, last);
        for (AuditRecord chained : page) {
            lines.append(format.line(chained));
            if (proofs != Proofs.NONE) {
                lines.append(proof(chained.sequence()));
            }
            last = chained.sequence();
        }
        if (page.size() < AuditTrail.PAGE_MAX) {
            stage = proofs == Proofs.ALONE ? Stage.OVER : Stage.CHECKPOINTS;
        }
        return lines.toString();
    }

    private String proof(long sequence) {
        Sealed by = sealedOver(sequence);
        return by == null
                ? ""
                : InclusionProof.of(sequence, by.by(), by.before(), by.hashes()).toLine() + "\n";
    }

    /** Records come in order, so the checkpoints are passed once. Null where none reaches yet. */
    private @Nullable Sealed sealedOver(long sequence) {
        Sealed known = sealed;
        if (known != null && sequence <= known.by().last()) {
            return known;
        }
        while (true) {
            if (ahead.isEmpty()) {
                ahead.addAll(log.checkpointsAfter(asked));
                if (ahead.isEmpty()) {
                    return null;
                }
                asked = ahead.getLast().number();
            }
            if (ahead.getFirst().last() >= sequence) {
                sealed = hashesOf(ahead.removeFirst());
                return sealed;
            }
            ahead.removeFirst();
        }
    }

    private Sealed hashesOf(Checkpoint by) {
        String before =
                by.number() == 1
                        ? AuditChain.GENESIS
                        : log.checkpointsAfter(by.number() - 2).getFirst().chainHash();
        return new Sealed(by, before, log.hashes(by.first(), by.last()));
    }

    /** Those that vouch for records up to the last one that was handed on. */
    private String checkpoints() {
        StringBuilder lines = new StringBuilder();
        List<Checkpoint> page = log.checkpointsAfter(checkpoint);
        for (Checkpoint one : page) {
            checkpoint = one.number();
            if (one.last() <= last || (proofs == Proofs.EACH && one.first() <= last)) {
                lines.append(format.line(one));
            }
        }
        if (page.size() < AuditTrail.PAGE_MAX || page.getLast().last() > last) {
            stage = Stage.RETIREMENTS;
        }
        return lines.toString();
    }

    /** Those about records up to the last one that was handed on. */
    private String retirements() {
        StringBuilder lines = new StringBuilder();
        List<Retirement> page = log.retirementsAfter(retirement);
        for (Retirement one : page) {
            retirement = one.number();
            if (one.last() <= last) {
                lines.append(format.line(one));
            }
        }
        if (page.size() < AuditTrail.PAGE_MAX) {
            stage = Stage.OVER;
        }
        return lines.toString();
    }

    @Override
    public void close() {
        closed = true;
    }
}
