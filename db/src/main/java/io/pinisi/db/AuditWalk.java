package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditPage;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the log for the records that fit a query, by the index that leaves the fewest to be
 * looked at. Each step is one short read, so that neither a reader nor a connection is held, and
 * the walk can end after any step and go on from there another time. No planner of a database is
 * trusted with the choice: for one that errs, ten million records are a minute.
 *
 * <p>Confined to one call.
 */
final class AuditWalk {
    /** Of one page, in records passed one behind the other. */
    private static final long EFFORT_MAX = 200_000;

    /** What a record costs that is not beside the one before it. */
    private static final long LOOK_UP = 20;

    /** Records of the first read of a walk; each goes on with twice as many as the one before. */
    private static final int STEP_MIN = 100;

    /** Of one read. They are in memory at once, and each can have some ten kilobytes. */
    private static final int STEP_MAX = 1000;

    private final Reads reads;
    private final AuditQuery query;
    private final AuditWay way;
    private final int limit;
    private final List<AuditRecord> found = new ArrayList<>();
    private AuditStretch rest = new AuditStretch(1, 0);
    private @Nullable AuditTerm term;
    private long effort;
    private int step = STEP_MIN;

    private AuditWalk(Reads reads, AuditQuery query, AuditWay way, int limit) {
        this.reads = reads;
        this.query = query;
        this.way = way;
        this.limit = limit;
    }

    static AuditPage page(Reads reads, AuditQuery query) {
        return page(reads, query, EFFORT_MAX);
    }

    static AuditPage page(Reads reads, AuditQuery query, long effortMax) {
        AuditWalk walk = new AuditWalk(reads, query, AuditWay.NEWEST_FIRST, query.limit());
        walk.run(0, effortMax);
        return new AuditPage(
                walk.found,
                walk.rest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(walk.rest.last() + 1));
    }

    /** Whoever reads all asks for page after page, and takes a short one for the last. */
    static List<AuditRecord> after(Reads reads, AuditQuery query, long sequence) {
        AuditWalk walk = new AuditWalk(reads, query, AuditWay.OLDEST_FIRST, AuditTrail.PAGE_MAX);
        walk.run(sequence + 1, Long.MAX_VALUE);
        return walk.found;
    }

    private void run(long first, long effortMax) {
        rest = reads.run(sql -> AuditStretch.of(sql, query, first));
        List<Long> ahead = rest.isEmpty() ? List.of() : reads.run(this::choose);
        while (isOpen() && effort < effortMax) {
            AuditTerm by = term;
            if (by == null) {
                reads.run(this::lookThrough);
            } else {
                lookUp(ahead, effortMax);
                ahead = isOpen() ? reads.run(sql -> by.candidates(sql, rest, way)) : List.of();
            }
        }
    }

    private boolean isOpen() {
        return !rest.isEmpty() && found.size() < limit;
    }

    /** Takes the term whose next candidates reach the farthest; answers them. */
    private List<Long> choose(DSLContext sql) {
        List<Long> best = List.of();
        if (rest.begin(STEP_MAX, way).equals(rest)) {
            return best;
        }
        List<AuditTerm> terms = AuditTerm.of(query);
        if (query.objectPrefix() != null) {
            Optional.ofNullable(AuditTerm.Few.of(sql, query.objectPrefix())).ifPresent(terms::add);
        }
        for (AuditTerm one : terms) {
            List<Long> candidates = one.candidates(sql, rest, way);
            if (term == null || reach(candidates) > reach(best)) {
                term = one;
                best = candidates;
            }
        }
        return best;
    }

    /** How far a term's next candidates lead; the fewer are left, the better. */
    private long reach(List<Long> candidates) {
        return candidates.size() < AuditTerm.PAGE
                ? Long.MAX_VALUE - candidates.size()
                : Math.abs(candidates.getLast() - candidates.getFirst());
    }

    private void lookUp(List<Long> candidates, long effortMax) {
        for (int i = 0; i < candidates.size() && isOpen() && effort < effortMax; ) {
            List<Long> some = candidates.subList(i, Math.min(i + step, candidates.size()));
            take(reads.run(sql -> fitting(sql, AUDIT_RECORD.SEQ.in(some))), some.getLast());
            i += some.size();
            effort += some.size() * LOOK_UP;
        }
        boolean none = candidates.isEmpty() || !rest.holds(candidates.getLast());
        if (candidates.size() < AuditTerm.PAGE && none && found.size() < limit) {
            rest = new AuditStretch(1, 0);
        }
    }

    private boolean lookThrough(DSLContext sql) {
        Long next =
                sql.select(AUDIT_RECORD.SEQ)
                        .from(AUDIT_RECORD)
                        .where(rest.condition())
                        .orderBy(way.order(AUDIT_RECORD.SEQ))
                        .limit(1)
                        .fetchOne(AUDIT_RECORD.SEQ);
        if (next == null) {
            rest = new AuditStretch(1, 0);
            return false;
        }
        AuditStretch part = rest.from(next, way).begin(step, way);
        effort += step;
        take(fitting(sql, part.condition()), part.end(way));
        return true;
    }

    /** They are asked for by nothing but their numbers: there is one way to answer that. */
    private List<AuditRecord> fitting(DSLContext sql, Condition among) {
        return sql
                .selectFrom(AUDIT_RECORD)
                .where(among)
                .orderBy(way.order(AUDIT_RECORD.SEQ))
                .fetch(Rows::auditRecord)
                .stream()
                .filter(query::fits)
                .limit(limit - found.size())
                .toList();
    }

    /**
     * @param looked how far it was looked for them, if they are not as many as wanted
     */
    private void take(List<AuditRecord> some, long looked) {
        found.addAll(some);
        step = Math.min(2 * step, STEP_MAX);
        rest = rest.behind(found.size() < limit ? looked : found.getLast().sequence(), way);
    }
}
