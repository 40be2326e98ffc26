package io.pinisi.cluster.node.runtime;

/** The one fact about a sandbox or container that polling compares. */
public record Pulse(String podUid, String state) {}
