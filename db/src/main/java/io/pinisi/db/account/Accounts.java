package io.pinisi.db.account;

import io.pinisi.db.audit.AuditEntry;
import java.util.List;
import java.util.Optional;

/** The local accounts. Every change travels with its audit record in one transaction. */
public interface Accounts {
    Optional<Account> find(String name);

    /** All accounts in order of name. */
    List<Account> list();

    /** False where the name is taken; then nothing was recorded. */
    boolean create(Account account, AuditEntry audit) throws InterruptedException;

    /** Replaces everything but the name and the time of creation; false where there is none. */
    boolean update(Account account, AuditEntry audit) throws InterruptedException;

    /** False where there was none; then nothing was recorded. */
    boolean delete(String name, AuditEntry audit) throws InterruptedException;
}
