package io.pinisi.cluster.node.pod;

/** What a pod's report says of its node. */
public record NodeFacts(String name, String address, String runtime) {}
