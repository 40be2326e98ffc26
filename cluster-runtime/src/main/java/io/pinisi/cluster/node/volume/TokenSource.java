package io.pinisi.cluster.node.volume;

import io.pinisi.cluster.node.pod.Pod;

/** Gets tokens of service accounts for pods. */
@FunctionalInterface
public interface TokenSource {
    /** A token that is good for a while yet, bound to the pod. */
    String token(Pod pod, String audience, long expirationSeconds);
}
