package io.pinisi.auth;

import java.time.Duration;

/** How an attempt to sign in ended. */
public sealed interface SignInOutcome {
    record SignedIn(Identity identity) implements SignInOutcome {}

    /** Name or password is wrong; which of the two is not told. */
    record Refused() implements SignInOutcome {}

    record TooManyAttempts(Duration retryAfter) implements SignInOutcome {}
}
