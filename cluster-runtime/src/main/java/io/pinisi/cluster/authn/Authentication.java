package io.pinisi.cluster.authn;

/** What an authenticator says of credentials. */
public sealed interface Authentication {
    record Authenticated(UserInfo user) implements Authentication {}

    /** Nothing was presented that this authenticator understands. */
    record Absent() implements Authentication {}

    /** Something was presented and is wrong; the reason is for the log, not for the caller. */
    record Rejected(String reason) implements Authentication {}
}
