package io.pinisi.cluster.controllers.job;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Pods whose finalizer has been taken off although the copy may still show it. Without this book an
 * end that is counted already would be counted again. Thread-safe; guarded by {@code this}.
 */
final class Releases {
    private final Map<String, Set<String>> podsByJob = new HashMap<>();

    synchronized void add(String job, String pod) {
        podsByJob.computeIfAbsent(job, _ -> new HashSet<>()).add(pod);
    }

    /** The copy shows it now. */
    synchronized void seen(String job, String pod) {
        Set<String> pods = podsByJob.get(job);
        if (pods != null && pods.remove(pod) && pods.isEmpty()) {
            podsByJob.remove(job);
        }
    }

    synchronized Set<String> of(String job) {
        return Set.copyOf(podsByJob.getOrDefault(job, Set.of()));
    }

    synchronized void forget(String job) {
        podsByJob.remove(job);
    }
}
