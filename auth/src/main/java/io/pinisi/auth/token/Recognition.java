package io.pinisi.auth.token;

/** What is to be said of a text that came as a bearer token. */
public sealed interface Recognition {
    /** It does not look like a token of ours. */
    record Foreign() implements Recognition {}

    record Recognised(TokenBearer bearer) implements Recognition {}

    /** The reason is for logs, not for the caller. */
    record Refused(String reason) implements Recognition {}
}
