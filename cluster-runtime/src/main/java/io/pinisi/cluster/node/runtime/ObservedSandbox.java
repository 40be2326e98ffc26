package io.pinisi.cluster.node.runtime;

import java.time.Instant;

/**
 * A sandbox as the runtime reports it.
 *
 * @param address the pod's address; empty on the host's network or when not ready
 */
public record ObservedSandbox(
        String id,
        PodIdentity pod,
        int attempt,
        boolean ready,
        Instant createdAt,
        String address) {}
