package io.pinisi.cluster.node.probe;

/** What one attempt of a probe found. */
record ProbeAnswer(boolean success, String output) {}
