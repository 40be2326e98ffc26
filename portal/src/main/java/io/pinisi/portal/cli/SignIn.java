package io.pinisi.portal.cli;

import io.pinisi.auth.FirstSignIn;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SignInLimits;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.KnownPeople;
import io.pinisi.auth.token.TokenLimits;
import io.pinisi.db.Database;
import io.pinisi.portal.web.WaysIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Local accounts, and the first sign-in that a newcomer needs. */
final class SignIn {
    private static final String FILE = "first-sign-in";

    private SignIn() {}

    /** The file with the first password goes as soon as any password of that account changes. */
    static LocalAccounts accounts(Database database, Home home) {
        return new LocalAccounts(
                database.accounts(),
                database.audit(),
                InstantSource.system(),
                new SecureRandom(),
                SignInLimits.DEFAULT,
                name -> forget(home, name));
    }

    /** Providers as configured, and local accounts beside them. */
    static WaysIn ways(Database database, Home home, List<ProviderSettings> providers) {
        KnownPeople people = people(database, providers);
        return new WaysIn(
                accounts(database, home),
                new SingleSignOn(
                        providers,
                        InstantSource.system(),
                        new SecureRandom(),
                        who -> remember(people, who)),
                new SignInRecords(database.audit()),
                new ApiTokens(
                        database.tokens(),
                        people,
                        database.audit(),
                        TokenLimits.STANDARD,
                        InstantSource.system(),
                        new SecureRandom()));
    }

    private static KnownPeople people(Database database, List<ProviderSettings> providers) {
        return new KnownPeople(
                database.tokens(),
                database.accounts(),
                providers.stream().map(ProviderSettings::name).collect(Collectors.toSet()),
                person -> true,
                TokenLimits.STANDARD,
                InstantSource.system());
    }

    private static void remember(KnownPeople people, Identity who) {
        try {
            people.renewed(who);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the portal is stopping", e);
        }
    }

    /** Makes the first administrator where there is none, and writes down how to sign in. */
    static void prepare(LocalAccounts accounts, Home home, String url) throws InterruptedException {
        accounts.createFirstAdministrator().ifPresent(first -> write(home, first, url));
    }

    /** What the terminal says about signing in; empty once the first password was changed. */
    static List<String> lines(Home home) {
        Path file = home.resolve(FILE);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Home home, FirstSignIn first, String url) {
        home.writePrivate(
                FILE,
                "url: %s%nuser: %s%npassword: %s%n".formatted(url, first.name(), first.password()));
    }

    private static void forget(Home home, String name) {
        if (!name.equals(LocalAccounts.FIRST_ADMINISTRATOR)) {
            return;
        }
        try {
            Files.deleteIfExists(home.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
