package io.pinisi.auth;

import io.pinisi.db.account.Account;
import io.pinisi.db.account.Accounts;
import io.pinisi.db.audit.AuditEntry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes, changes and deletes local accounts, for the person at the machine's own console. Never
 * takes the last operator away.
 */
public final class ConsoleAccounts {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._@-]{0,62}[a-z0-9])?");
    private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Accounts store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final PasswordHashes hashes = new PasswordHashes();

    /** What cannot be done, in words for the person who asked. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    public ConsoleAccounts(Accounts store, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    public List<Account> list() {
        return store.list();
    }

    /** Makes an account with a random password, shown once. */
    public FirstSignIn create(String name, List<String> groups) throws InterruptedException {
        String normal = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(normal).matches()) {
            throw new Refused("a name has letters, digits and . _ @ - between, at most 64");
        }
        String password = PasswordPolicy.random(random);
        Account account =
                new Account(
                        normal,
                        hashes.hash(password),
                        checked(groups),
                        false,
                        false,
                        clock.instant());
        if (!store.create(account, entry("create-account", normal, account.groups()))) {
            throw new Refused("there is an account " + normal);
        }
        return new FirstSignIn(normal, password);
    }

    /** Gives an account exactly these groups. */
    public void setGroups(String name, List<String> groups) throws InterruptedException {
        SortedSet<String> wanted = checked(groups);
        change(name, "change-groups", old -> with(old, wanted, old.disabled()));
    }

    public void setDisabled(String name, boolean disabled) throws InterruptedException {
        change(
                name,
                disabled ? "disable-account" : "enable-account",
                old -> with(old, old.groups(), disabled));
    }

    public void delete(String name) throws InterruptedException {
        Account account = find(name);
        requireOperatorBeside(account);
        if (!store.delete(
                account.name(), entry("delete-account", account.name(), account.groups()))) {
            throw new Refused("there is no account " + name);
        }
    }

    private void change(String name, String verb, UnaryOperator<Account> change)
            throws InterruptedException {
        Account old = find(name);
        Account changed = change.apply(old);
        if (!isOperator(changed)) {
            requireOperatorBeside(old);
        }
        if (!store.update(changed, entry(verb, old.name(), changed.groups()))) {
            throw new Refused("there is no account " + name);
        }
    }

    private static Account with(Account old, SortedSet<String> groups, boolean disabled) {
        return new Account(
                old.name(), old.passwordHash(), groups, old.mustChange(), disabled, old.created());
    }

    private Account find(String name) {
        Optional<Account> account = store.find(name.toLowerCase(Locale.ROOT));
        return account.orElseThrow(() -> new Refused("there is no account " + name));
    }

    private void requireOperatorBeside(Account account) {
        boolean others =
                store.list().stream()
                        .filter(one -> !one.name().equals(account.name()))
                        .anyMatch(ConsoleAccounts::isOperator);
        if (isOperator(account) && !others) {
            throw new Refused(account.name() + " is the last operator that can sign in");
        }
    }

    private static boolean isOperator(Account account) {
        return !account.disabled() && account.groups().contains(LocalAccounts.OPERATORS);
    }

    /** The system's own groups are not given to people: they stand above all rules. */
    private static SortedSet<String> checked(List<String> groups) {
        for (String group : groups) {
            if (!GROUP.matcher(group).matches() || group.startsWith("system:")) {
                throw new Refused("\"" + group + "\" is no group that an account can have");
            }
        }
        return new TreeSet<>(groups);
    }

    private static AuditEntry entry(String verb, String account, SortedSet<String> groups) {
        StringBuilder names = new StringBuilder();
        for (String group : groups) {
            names.append(names.isEmpty() ? "\"" : ",\"").append(JsonText.escape(group)).append('"');
        }
        return new AuditEntry(
                "console",
                List.of(),
                verb,
                "account " + account,
                UUID.randomUUID().toString(),
                "console",
                "console",
                SignInRecords.ALLOWED,
                "{\"groups\":[" + names + "]}");
    }
}
