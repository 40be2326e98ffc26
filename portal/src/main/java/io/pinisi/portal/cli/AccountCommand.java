package io.pinisi.portal.cli;

import io.pinisi.db.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Mends local accounts while the product is stopped. */
@Command(
        name = "account",
        description = "Local accounts.",
        subcommands = AccountCommand.Reset.class)
final class AccountCommand {

    /** Gives an account a new random password that must be changed at sign-in. */
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
                System.out.println("user: " + name);
                System.out.println("password: " + password);
            }
            return 0;
        }
    }
}
