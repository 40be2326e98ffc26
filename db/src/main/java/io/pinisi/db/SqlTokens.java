package io.pinisi.db;

import static io.pinisi.db.schema.Tables.PERSON;
import static io.pinisi.db.schema.Tables.PERSONAL_TOKEN;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.StorableText;
import io.pinisi.db.token.KnownPerson;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.PersonalTokens;
import io.pinisi.db.token.TokenScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Tokens of persons in SQL; changes go through the one writer, as those of accounts do. */
final class SqlTokens implements PersonalTokens {
    private static final int FROM_MAX = 256;
    private static final String SEPARATOR = "\n";

    private final Writer writer;
    private final Reads reads;

    SqlTokens(Writer writer, Reads reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public Optional<PersonalToken> find(String id) {
        return reads.run(
                sql ->
                        sql.selectFrom(PERSONAL_TOKEN)
                                .where(PERSONAL_TOKEN.ID.eq(id))
                                .fetchOptional(SqlTokens::token));
    }

    @Override
    public List<PersonalToken> of(String subject) {
        return list(PERSONAL_TOKEN.SUBJECT.eq(subject));
    }

    @Override
    public List<PersonalToken> all() {
        return list(DSL.noCondition());
    }

    private List<PersonalToken> list(Condition which) {
        return reads.run(
                sql ->
                        sql.selectFrom(PERSONAL_TOKEN)
                                .where(which)
                                .orderBy(PERSONAL_TOKEN.CREATED_AT.desc(), PERSONAL_TOKEN.ID)
                                .limit(LISTED_MAX)
                                .fetch(SqlTokens::token));
    }

    @Override
    public boolean create(PersonalToken token, Instant forgetBefore, AuditEntry audit)
            throws InterruptedException {
        return change(
                audit,
                sql -> {
                    if (sql.fetchExists(PERSONAL_TOKEN, PERSONAL_TOKEN.ID.eq(token.id()))) {
                        return false;
                    }
                    forget(sql, token.subject(), forgetBefore.toEpochMilli());
                    insert(sql, token);
                    return true;
                });
    }

    private static void forget(DSLContext sql, String subject, long before) {
        sql.deleteFrom(PERSONAL_TOKEN)
                .where(PERSONAL_TOKEN.SUBJECT.eq(subject))
                .and(PERSONAL_TOKEN.EXPIRES_AT.lt(before).or(PERSONAL_TOKEN.REVOKED_AT.lt(before)))
                .execute();
    }

    private static void insert(DSLContext sql, PersonalToken token) {
        TokenScope scope = token.scope();
        sql.insertInto(PERSONAL_TOKEN)
                .set(PERSONAL_TOKEN.ID, token.id())
                .set(PERSONAL_TOKEN.SECRET_HASH, token.secretHash())
                .set(PERSONAL_TOKEN.SUBJECT, token.subject())
                .set(PERSONAL_TOKEN.OWNER_NAME, token.owner())
                .set(PERSONAL_TOKEN.PROVIDER, token.provider())
                .set(PERSONAL_TOKEN.LABEL, token.label())
                .set(PERSONAL_TOKEN.GROUP_NAMES, lines(scope.groups()))
                .set(PERSONAL_TOKEN.NAMESPACES, lines(scope.namespaces()))
                .set(PERSONAL_TOKEN.VERBS, lines(scope.verbs()))
                .set(PERSONAL_TOKEN.APIS, lines(scope.apis()))
                .set(PERSONAL_TOKEN.CREATED_AT, token.created().toEpochMilli())
                .set(PERSONAL_TOKEN.EXPIRES_AT, token.expires().toEpochMilli())
                .set(PERSONAL_TOKEN.USED_FROM, token.usedFrom())
                .execute();
    }

    @Override
    public boolean revoke(String id, Instant when, AuditEntry audit) throws InterruptedException {
        return change(
                audit,
                sql ->
                        sql.update(PERSONAL_TOKEN)
                                        .set(PERSONAL_TOKEN.REVOKED_AT, when.toEpochMilli())
                                        .where(PERSONAL_TOKEN.ID.eq(id))
                                        .and(PERSONAL_TOKEN.REVOKED_AT.isNull())
                                        .execute()
                                > 0);
    }

    @Override
    public void used(String id, Instant when, String from) throws InterruptedException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        writer.submit(
                new Submission.Mark(
                        sql ->
                                sql.update(PERSONAL_TOKEN)
                                        .set(PERSONAL_TOKEN.USED_AT, when.toEpochMilli())
                                        .set(
                                                PERSONAL_TOKEN.USED_FROM,
                                                StorableText.fit(from, FROM_MAX))
                                        .where(PERSONAL_TOKEN.ID.eq(id))
                                        .execute(),
                        answer),
                answer);
    }

    @Override
    public Optional<KnownPerson> person(String subject) {
        return reads.run(
                sql ->
                        sql.selectFrom(PERSON)
                                .where(PERSON.SUBJECT.eq(subject))
                                .fetchOptional(SqlTokens::person));
    }

    @Override
    public void remember(KnownPerson person, AuditEntry audit) throws InterruptedException {
        boolean _ =
                change(
                        audit,
                        sql -> {
                            sql.deleteFrom(PERSON)
                                    .where(PERSON.SUBJECT.eq(person.subject()))
                                    .execute();
                            sql.insertInto(PERSON)
                                    .set(PERSON.SUBJECT, person.subject())
                                    .set(PERSON.NAME, person.name())
                                    .set(PERSON.PROVIDER, person.provider())
                                    .set(PERSON.GROUP_NAMES, lines(person.groups()))
                                    .set(PERSON.SEEN_AT, person.seen().toEpochMilli())
                                    .execute();
                            return true;
                        });
    }

    private boolean change(AuditEntry audit, Predicate<DSLContext> change)
            throws InterruptedException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        return writer.submit(new Submission.Change(change, audit, answer), answer);
    }

    private static PersonalToken token(Record row) {
        return new PersonalToken(
                row.get(PERSONAL_TOKEN.ID),
                row.get(PERSONAL_TOKEN.SECRET_HASH),
                row.get(PERSONAL_TOKEN.SUBJECT),
                row.get(PERSONAL_TOKEN.OWNER_NAME),
                row.get(PERSONAL_TOKEN.PROVIDER),
                row.get(PERSONAL_TOKEN.LABEL),
                new TokenScope(
                        values(row.get(PERSONAL_TOKEN.GROUP_NAMES)),
                        values(row.get(PERSONAL_TOKEN.NAMESPACES)),
                        values(row.get(PERSONAL_TOKEN.VERBS)),
                        values(row.get(PERSONAL_TOKEN.APIS))),
                Instant.ofEpochMilli(row.get(PERSONAL_TOKEN.CREATED_AT)),
                Instant.ofEpochMilli(row.get(PERSONAL_TOKEN.EXPIRES_AT)),
                Optional.ofNullable(row.get(PERSONAL_TOKEN.REVOKED_AT)).map(Instant::ofEpochMilli),
                Optional.ofNullable(row.get(PERSONAL_TOKEN.USED_AT)).map(Instant::ofEpochMilli),
                row.get(PERSONAL_TOKEN.USED_FROM));
    }

    private static KnownPerson person(Record row) {
        return new KnownPerson(
                row.get(PERSON.SUBJECT),
                row.get(PERSON.NAME),
                row.get(PERSON.PROVIDER),
                values(row.get(PERSON.GROUP_NAMES)),
                Instant.ofEpochMilli(row.get(PERSON.SEEN_AT)));
    }

    private static String lines(List<String> values) {
        return String.join(SEPARATOR, values);
    }

    private static List<String> values(String lines) {
        return lines.isEmpty() ? List.of() : List.of(lines.split(SEPARATOR, -1));
    }
}
