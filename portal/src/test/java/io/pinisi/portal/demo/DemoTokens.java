package io.pinisi.portal.demo;

import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.KnownPeople;
import io.pinisi.auth.token.TokenLimits;
import io.pinisi.db.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/** Tokens in a database, with no provider and no directory. */
public final class DemoTokens {
    private DemoTokens() {}

    public static ApiTokens on(Database database, InstantSource clock) {
        KnownPeople people =
                new KnownPeople(
                        database.tokens(),
                        database.accounts(),
                        Set.of(),
                        person -> true,
                        TokenLimits.STANDARD,
                        clock);
        return new ApiTokens(
                database.tokens(),
                people,
                database.audit(),
                TokenLimits.STANDARD,
                clock,
                new SecureRandom());
    }
}
