package io.pinisi.cluster.node.probe;

/** The container that is asked. */
public record ProbeTarget(String containerId, String address) {}
