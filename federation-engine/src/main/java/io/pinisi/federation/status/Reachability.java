package io.pinisi.federation.status;

/**
 * Whether a cluster can be seen.
 *
 * @param since when that last changed, as its Ready condition says; empty where never known
 */
public record Reachability(boolean ready, String since, String message) {}
