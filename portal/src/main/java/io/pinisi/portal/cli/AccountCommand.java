package io.pinisi.portal.cli;

import io.pinisi.auth.ConsoleAccounts;
import io.pinisi.auth.FirstSignIn;
import io.pinisi.db.Database;
import io.pinisi.db.account.Account;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes and mends local accounts while the product is stopped. */
@Command(
        name = "account",
        description = "Local accounts; Pinisi has to be stopped.",
        subcommands = {
            AccountCommand.Listing.class,
            AccountCommand.Create.class,
            AccountCommand.Groups.class,
            AccountCommand.Disable.class,
            AccountCommand.Enable.class,
            AccountCommand.Delete.class,
            AccountCommand.Reset.class
        })
final class AccountCommand {
    private AccountCommand() {}

    /** What is done with the accounts of a home. */
    @FunctionalInterface
    private interface Act {
        void on(ConsoleAccounts accounts) throws InterruptedException;
    }

    private static int act(Act act) throws InterruptedException {
        Settings settings = Settings.of(System.getenv());
        try (Home home = Home.open(settings.home());
                Database database = HubStore.open(home)) {
            act.on(
                    new ConsoleAccounts(
                            database.accounts(), InstantSource.system(), new SecureRandom()));
            return 0;
        } catch (ConsoleAccounts.Refused e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static void tell(String name, String password) {
        System.out.println("user: " + name);
        System.out.println("password: " + password);
    }

    /** All accounts, one on a line. */
    @Command(name = "list", description = "List accounts with their groups.")
    static final class Listing implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            return act(accounts -> accounts.list().forEach(Listing::line));
        }

        private static void line(Account account) {
            System.out.println(
                    account.name()
                            + (account.disabled() ? " (disabled)" : "")
                            + " "
                            + String.join(",", account.groups()));
        }
    }

    /** A new account with a random password. */
    @Command(name = "create", description = "Make an account and print its password.")
    static final class Create implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Option(names = "--group", paramLabel = "GROUP", description = "may stand several times")
        private List<String> groups = List.of();

        @Override
        public Integer call() throws InterruptedException {
            return act(
                    accounts -> {
                        FirstSignIn made = accounts.create(name, groups);
                        tell(made.name(), made.password());
                    });
        }
    }

    /** Other groups than before. */
    @Command(name = "groups", description = "Give an account exactly these groups.")
    static final class Groups implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NAME", description = "the account")
        private String name = "";

        @Parameters(index = "1..*", paramLabel = "GROUP", description = "none: no groups")
        private List<String> groups = List.of();

        @Override
        public Integer call() throws InterruptedException {
            return act(accounts -> accounts.setGroups(name, groups));
        }
    }

    /** Nobody signs in with it, and its tokens are worth nothing, until it is enabled. */
    @Command(name = "disable", description = "Let nobody in by an account, nor by its tokens.")
    static final class Disable implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            return act(accounts -> accounts.setDisabled(name, true));
        }
    }

    /** The other way. */
    @Command(name = "enable", description = "Let people in by an account again.")
    static final class Enable implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            return act(accounts -> accounts.setDisabled(name, false));
        }
    }

    /** For good. */
    @Command(name = "delete", description = "Delete an account.")
    static final class Delete implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            return act(accounts -> accounts.delete(name));
        }
    }

    /** Gives an account a new random password. */
    @Command(name = "reset", description = "Give an account a new random password and print it.")
    static final class Reset implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            Settings settings = Settings.of(System.getenv());
            try (Home home = Home.open(settings.home());
                    Database database = HubStore.open(home)) {
                String password =
                        SignIn.accounts(database, home)
                                .reset(name)
                                .orElseThrow(() -> new Failure("there is no account " + name));
                tell(name, password);
            }
            return 0;
        }
    }
}
