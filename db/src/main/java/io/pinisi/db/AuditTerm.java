package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One thing asked of records that an index answers alone, by their sequence numbers. */
sealed interface AuditTerm {
    /** In the tables, but not in the schema that all databases share: they derive it themselves. */
    Field<String> NAMESPACE = DSL.field(DSL.unquotedName("namespace"), String.class);

    /** Sequence numbers of one answer at the most. */
    int PAGE = 1000;

    /** In the way's order; {@link #PAGE} at the most, fewer only where there are no more. */
    List<Long> candidates(DSLContext sql, AuditStretch stretch, AuditWay way);

    /** Those of a query that are always worth to be asked. */
    static List<AuditTerm> of(AuditQuery query) {
        List<AuditTerm> terms = new ArrayList<>();
        add(terms, AUDIT_RECORD.REQUEST_ID, query.requestId());
        add(terms, AUDIT_RECORD.ACTOR, query.actor());
        add(terms, NAMESPACE, query.namespace());
        add(terms, AUDIT_RECORD.RESULT, query.result());
        add(terms, AUDIT_RECORD.VERB, query.verb());
        return terms;
    }

    private static void add(List<AuditTerm> terms, Field<String> field, @Nullable String value) {
        if (value != null) {
            terms.add(new Equal(field, value));
        }
    }

    /** An index has them in order of sequence. */
    record Equal(Field<String> field, String value) implements AuditTerm {
        @Override
        public List<Long> candidates(DSLContext sql, AuditStretch stretch, AuditWay way) {
            return sql.select(AUDIT_RECORD.SEQ)
                    .from(AUDIT_RECORD)
                    .where(field.eq(value))
                    .and(stretch.condition())
                    .orderBy(way.order(field), way.order(AUDIT_RECORD.SEQ))
                    .limit(PAGE)
                    .fetch(AUDIT_RECORD.SEQ);
        }
    }

    /**
     * The index has them in order of object, so it is of use only where they are few.
     *
     * @param all of the log, in ascending order
     */
    record Few(List<Long> all) implements AuditTerm {
        private static final int MAX = 10_000;

        static @Nullable Few of(DSLContext sql, String objectPrefix) {
            List<Long> found =
                    sql.select(AUDIT_RECORD.SEQ)
                            .from(AUDIT_RECORD)
                            .where(beginsWith(sql, objectPrefix))
                            .limit(MAX + 1)
                            .fetch(AUDIT_RECORD.SEQ);
            Collections.sort(found);
            return found.size() > MAX ? null : new Few(found);
        }

        /** A range, which no database takes {@code like} with a parameter for. */
        private static Condition beginsWith(DSLContext sql, String prefix) {
            String highest =
                    sql.family() == SQLDialect.H2
                            ? "\uffff"
                            : Character.toString(Character.MAX_CODE_POINT);
            return AUDIT_RECORD
                    .OBJECT_REF
                    .ge(prefix)
                    .and(AUDIT_RECORD.OBJECT_REF.le(prefix + highest));
        }

        @Override
        public List<Long> candidates(DSLContext sql, AuditStretch stretch, AuditWay way) {
            return all.stream()
                    .filter(stretch::holds)
                    .sorted(
                            way == AuditWay.NEWEST_FIRST
                                    ? Comparator.reverseOrder()
                                    : Comparator.naturalOrder())
                    .limit(PAGE)
                    .toList();
        }
    }
}
