package io.pinisi.db;

import static io.pinisi.db.schema.Tables.ACCOUNT;
import static io.pinisi.db.schema.Tables.ACCOUNT_GROUP;

import io.pinisi.db.account.Account;
import io.pinisi.db.account.Accounts;
import io.pinisi.db.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Accounts in SQL; changes go through the one writer because each has its audit record. */
final class SqlAccounts implements Accounts {
    private final Writer writer;
    private final Reads reads;

    SqlAccounts(Writer writer, Reads reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public Optional<Account> find(String name) {
        return reads.run(
                sql ->
                        sql.selectFrom(ACCOUNT)
                                .where(ACCOUNT.NAME.eq(name))
                                .fetchOptional(row -> account(row, groups(sql, name))));
    }

    @Override
    public List<Account> list() {
        return reads.run(
                sql -> {
                    Map<String, List<String>> groups =
                            sql.selectFrom(ACCOUNT_GROUP)
                                    .fetchGroups(ACCOUNT_GROUP.ACCOUNT, ACCOUNT_GROUP.GROUP_NAME);
                    return sql.selectFrom(ACCOUNT)
                            .orderBy(ACCOUNT.NAME)
                            .fetch(
                                    row ->
                                            account(
                                                    row,
                                                    groups.getOrDefault(
                                                            row.get(ACCOUNT.NAME), List.of())));
                });
    }

    @Override
    public boolean create(Account account, AuditEntry audit) throws InterruptedException {
        return change(
                audit,
                sql -> {
                    if (sql.fetchExists(ACCOUNT, ACCOUNT.NAME.eq(account.name()))) {
                        return false;
                    }
                    sql.insertInto(ACCOUNT)
                            .set(ACCOUNT.NAME, account.name())
                            .set(ACCOUNT.PASSWORD_HASH, account.passwordHash())
                            .set(ACCOUNT.MUST_CHANGE, account.mustChange())
                            .set(ACCOUNT.DISABLED, account.disabled())
                            .set(ACCOUNT.CREATED_AT, account.created().toEpochMilli())
                            .execute();
                    insertGroups(sql, account);
                    return true;
                });
    }

    @Override
    public boolean update(Account account, AuditEntry audit) throws InterruptedException {
        return change(
                audit,
                sql -> {
                    int rows =
                            sql.update(ACCOUNT)
                                    .set(ACCOUNT.PASSWORD_HASH, account.passwordHash())
                                    .set(ACCOUNT.MUST_CHANGE, account.mustChange())
                                    .set(ACCOUNT.DISABLED, account.disabled())
                                    .where(ACCOUNT.NAME.eq(account.name()))
                                    .execute();
                    if (rows == 0) {
                        return false;
                    }
                    sql.deleteFrom(ACCOUNT_GROUP)
                            .where(ACCOUNT_GROUP.ACCOUNT.eq(account.name()))
                            .execute();
                    insertGroups(sql, account);
                    return true;
                });
    }

    @Override
    public boolean delete(String name, AuditEntry audit) throws InterruptedException {
        return change(
                audit, sql -> sql.deleteFrom(ACCOUNT).where(ACCOUNT.NAME.eq(name)).execute() > 0);
    }

    private boolean change(AuditEntry audit, Predicate<DSLContext> change)
            throws InterruptedException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        return writer.submit(new Submission.Change(change, audit, answer), answer);
    }

    private static void insertGroups(DSLContext sql, Account account) {
        for (String group : account.groups()) {
            sql.insertInto(ACCOUNT_GROUP)
                    .set(ACCOUNT_GROUP.ACCOUNT, account.name())
                    .set(ACCOUNT_GROUP.GROUP_NAME, group)
                    .execute();
        }
    }

    private static List<String> groups(DSLContext sql, String name) {
        return sql.selectFrom(ACCOUNT_GROUP)
                .where(ACCOUNT_GROUP.ACCOUNT.eq(name))
                .fetch(ACCOUNT_GROUP.GROUP_NAME);
    }

    private static Account account(Record row, List<String> groups) {
        SortedSet<String> sorted = new TreeSet<>(groups);
        return new Account(
                row.get(ACCOUNT.NAME),
                row.get(ACCOUNT.PASSWORD_HASH),
                sorted,
                row.get(ACCOUNT.MUST_CHANGE),
                row.get(ACCOUNT.DISABLED),
                Instant.ofEpochMilli(row.get(ACCOUNT.CREATED_AT)));
    }
}
