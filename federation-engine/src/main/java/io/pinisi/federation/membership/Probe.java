package io.pinisi.federation.membership;

/** What one look at a member's {@code /readyz} found. */
sealed interface Probe {
    record Ok() implements Probe {}

    /** It answered, and is not well. */
    record Unwell(String message) implements Probe {}

    record Unreachable(String message) implements Probe {}
}
