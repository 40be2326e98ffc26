package io.pinisi.db;

import static io.pinisi.db.schema.Tables.HEAD;

import org.jooq.DSLContext;
import org.jooq.Record;

/** The one row that every transaction of the writer compares and sets. */
record Head(long epoch, long revision, long compacted, long auditSequence, String auditHash) {
    private static final short ROW = 1;

    /** Reads the row once no transaction is under way that has changed it. */
    static Head readSettled(DSLContext sql) {
        return sql.transactionResult(transaction -> read(transaction.dsl()));
    }

    private static Head read(DSLContext sql) {
        return sql.selectFrom(HEAD).where(HEAD.ID.eq(ROW)).forUpdate().fetchSingle(Head::of);
    }

    /** Reads the row of a database that nobody writes. */
    static Head peek(DSLContext sql) {
        return sql.selectFrom(HEAD).where(HEAD.ID.eq(ROW)).fetchSingle(Head::of);
    }

    private static Head of(Record row) {
        return new Head(
                row.get(HEAD.EPOCH),
                row.get(HEAD.REVISION),
                row.get(HEAD.COMPACTED),
                row.get(HEAD.AUDIT_SEQ),
                row.get(HEAD.AUDIT_HASH));
    }

    /** Begins a new epoch: whoever wrote until now finds the row changed and steps down. */
    static Head takeOver(DSLContext sql) {
        return sql.transactionResult(
                transaction -> {
                    transaction
                            .dsl()
                            .update(HEAD)
                            .set(HEAD.EPOCH, HEAD.EPOCH.plus(1))
                            .where(HEAD.ID.eq(ROW))
                            .execute();
                    return read(transaction.dsl());
                });
    }

    /**
     * @throws DeposedException another writer has begun an epoch of its own
     */
    void advance(DSLContext sql, Head next) {
        int rows =
                sql.update(HEAD)
                        .set(HEAD.REVISION, next.revision)
                        .set(HEAD.COMPACTED, next.compacted)
                        .set(HEAD.AUDIT_SEQ, next.auditSequence)
                        .set(HEAD.AUDIT_HASH, next.auditHash)
                        .where(HEAD.ID.eq(ROW))
                        .and(HEAD.EPOCH.eq(epoch))
                        .and(HEAD.REVISION.eq(revision))
                        .and(HEAD.AUDIT_SEQ.eq(auditSequence))
                        .execute();
        if (rows != 1) {
            throw new DeposedException(epoch);
        }
    }

    Head withCompacted(long revisionCompacted) {
        return new Head(epoch, revision, revisionCompacted, auditSequence, auditHash);
    }

    /** Whether whoever has this head has everything up to the other. */
    boolean includes(Head other) {
        return revision >= other.revision && auditSequence >= other.auditSequence;
    }

    /** Whether log and chain end where the other's do. */
    boolean isAt(Head other) {
        return revision == other.revision
                && auditSequence == other.auditSequence
                && auditHash.equals(other.auditHash);
    }

    /** This head with the other's ends of log and chain. */
    Head movedTo(Head other) {
        return new Head(epoch, other.revision, compacted, other.auditSequence, other.auditHash);
    }

    /** The store is written by somebody else now. */
    static final class DeposedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeposedException(long epoch) {
            super("another writer has taken over; the epoch was " + epoch);
        }
    }
}
