package io.pinisi.auth;

import java.time.Duration;

/**
 * How often sign-in may fail within one window before further attempts are refused unseen.
 *
 * @param perPair by one account from one address: guessing a password
 * @param perSource from one address: trying one password on many accounts
 * @param perAccount on one account from anywhere; high, so that strangers cannot lock a person out
 * @param tracked counters kept at a time; the oldest go first
 */
public record SignInLimits(
        int perPair, int perSource, int perAccount, Duration window, int tracked) {
    public static final SignInLimits DEFAULT =
            new SignInLimits(5, 30, 200, Duration.ofMinutes(5), 20_000);
}
