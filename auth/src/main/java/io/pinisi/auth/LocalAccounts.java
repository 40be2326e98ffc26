package io.pinisi.auth;

import io.pinisi.auth.PasswordChange.Changed;
import io.pinisi.auth.PasswordChange.Unfit;
import io.pinisi.auth.PasswordChange.WrongPassword;
import io.pinisi.db.account.Account;
import io.pinisi.db.account.Accounts;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Accounts that Pinisi keeps itself: for the first start, and for the day that single sign-on is
 * down. Blocking (it hashes and writes); call it from virtual threads.
 */
public final class LocalAccounts {
    public static final String FIRST_ADMINISTRATOR = "admin";

    /** Assembly binds this group to {@code cluster-admin} on the hub. */
    public static final String OPERATORS = "pinisi:operators";

    private static final int LONGEST_NAME = 128;

    private final Accounts store;
    private final SignInRecords records;
    private final InstantSource clock;
    private final SecureRandom random;
    private final SignInLimiter limiter;
    private final Consumer<String> passwordChanged;
    private final PasswordHashes hashes = new PasswordHashes();

    /**
     * @param passwordChanged is told the name of an account whose password has changed
     */
    public LocalAccounts(
            Accounts store,
            AuditLog audit,
            InstantSource clock,
            SecureRandom random,
            SignInLimits limits,
            Consumer<String> passwordChanged) {
        this.store = store;
        this.records = new SignInRecords(audit);
        this.clock = clock;
        this.random = random;
        this.limiter = new SignInLimiter(limits, clock);
        this.passwordChanged = passwordChanged;
    }

    /** Makes the first administrator where there is no account at all. */
    public Optional<FirstSignIn> createFirstAdministrator() throws InterruptedException {
        if (!store.list().isEmpty()) {
            return Optional.empty();
        }
        String password = PasswordPolicy.random(random);
        Account account =
                new Account(
                        FIRST_ADMINISTRATOR,
                        hashes.hash(password),
                        new TreeSet<>(List.of(OPERATORS)),
                        false,
                        false,
                        clock.instant());
        return store.create(account, console("create-account", FIRST_ADMINISTRATOR))
                ? Optional.of(new FirstSignIn(FIRST_ADMINISTRATOR, password))
                : Optional.empty();
    }

    public SignInOutcome signIn(String name, String password, Caller caller)
            throws InterruptedException {
        String account = normal(name);
        Optional<Duration> wait = limiter.begin(account, caller.address());
        if (wait.isPresent()) {
            records.append(account, List.of(), "sign-in", "too many attempts", caller);
            return new SignInOutcome.TooManyAttempts(wait.get());
        }
        Optional<Account> verified = verify(account, password);
        if (verified.isEmpty()) {
            records.append(account, List.of(), "sign-in", SignInRecords.DENIED, caller);
            return new SignInOutcome.Refused();
        }
        limiter.succeeded(account, caller.address());
        Account found = verified.get();
        List<String> groups = List.copyOf(found.groups());
        Identity identity =
                new Identity(subject(found), found.name(), groups, UUID.randomUUID().toString());
        records.append(identity, "sign-in", SignInRecords.ALLOWED, caller);
        return new SignInOutcome.SignedIn(identity);
    }

    public PasswordChange changePassword(
            Identity identity, String current, String next, Caller caller)
            throws InterruptedException {
        String name = identity.name();
        Optional<String> objection = PasswordPolicy.objection(name, next);
        if (objection.isPresent()) {
            return new Unfit(objection.get());
        }
        if (limiter.begin(name, caller.address()).isPresent()) {
            return new PasswordChange.TooManyAttempts();
        }
        Optional<Account> account = verify(name, current);
        if (account.isEmpty()) {
            records.append(
                    name, identity.groups(), "change-password", SignInRecords.DENIED, caller);
            return new WrongPassword();
        }
        limiter.succeeded(name, caller.address());
        store(
                account.get(),
                next,
                SignInRecords.entry(
                        name,
                        identity.groups(),
                        "change-password",
                        "account " + name,
                        SignInRecords.ALLOWED,
                        caller,
                        ""));
        return new Changed();
    }

    /**
     * Gives an account a new random password; for the person at the machine's own console.
     *
     * @return the password, or empty where there is no such account
     */
    public Optional<String> reset(String name) throws InterruptedException {
        Optional<Account> account = store.find(normal(name));
        if (account.isEmpty()) {
            return Optional.empty();
        }
        String password = PasswordPolicy.random(random);
        store(account.get(), password, console("reset-password", account.get().name()));
        return Optional.of(password);
    }

    private void store(Account account, String password, AuditEntry entry)
            throws InterruptedException {
        Account changed =
                new Account(
                        account.name(),
                        hashes.hash(password),
                        account.groups(),
                        false,
                        account.disabled(),
                        account.created());
        if (!store.update(changed, entry)) {
            throw new IllegalStateException(account.name() + " was deleted meanwhile");
        }
        passwordChanged.accept(account.name());
    }

    private Optional<Account> verify(String name, String password) {
        if (password.length() > PasswordPolicy.LONGEST || name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        Optional<Account> account = store.find(name);
        if (account.isEmpty() || account.get().disabled()) {
            hashes.compareWithNobody(password);
            return Optional.empty();
        }
        return account.filter(found -> hashes.matches(password, found.passwordHash()));
    }

    private static String normal(String name) {
        String trimmed = name.strip().toLowerCase(Locale.ROOT);
        return trimmed.length() > LONGEST_NAME ? trimmed.substring(0, LONGEST_NAME + 1) : trimmed;
    }

    /** Tells the account apart from a later one of the same name. */
    public static String subject(Account account) {
        return "local:" + account.name() + ":" + account.created().toEpochMilli();
    }

    private static AuditEntry console(String verb, String account) {
        return new AuditEntry(
                "console",
                List.of(),
                verb,
                "account " + account,
                UUID.randomUUID().toString(),
                "console",
                "console",
                "allowed",
                "{}");
    }
}
