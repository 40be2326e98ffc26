package io.pinisi.cluster.node.runtime;

import java.time.Instant;

/** What a container has used. */
public record ContainerUsage(
        String podUid,
        String namespace,
        String pod,
        String container,
        Instant at,
        long cpuNanos,
        long workingSetBytes) {}
