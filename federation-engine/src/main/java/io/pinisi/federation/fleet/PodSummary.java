package io.pinisi.federation.fleet;

import io.pinisi.federation.membership.PodRow;

/** A pod and where it is. */
public record PodSummary(String cluster, PodRow pod) {}
