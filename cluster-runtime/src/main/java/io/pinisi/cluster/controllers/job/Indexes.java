package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.machinery.value.IndexSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which indexes of an indexed job are done, lost and taken.
 *
 * @param lastFailed the pod that failed last, by index; its successor carries the count on
 */
record Indexes(
        JobView job,
        IndexSet succeeded,
        IndexSet failed,
        Set<Integer> taken,
        Map<Integer, JobPod> lastFailed) {
    private static final Comparator<JobPod> BY_FAILURES =
            Comparator.comparingInt((JobPod pod) -> pod.failuresBefore() + pod.ignoredBefore())
                    .thenComparing(JobPod::createdAt);

    static Indexes of(JobState state) {
        JobView job = state.job();
        int end = job.completions().orElse(0);
        List<JobPod> pods =
                state.pods().stream().filter(pod -> pod.index() >= 0 && pod.index() < end).toList();
        IndexSet succeeded =
                IndexSet.lenient(job.status().path("completedIndexes").asString(""), end)
                        .plus(indexes(pods.stream().filter(JobPod::hasSucceeded).toList()));
        Set<Integer> taken = new HashSet<>();
        Map<Integer, JobPod> lastFailed = new HashMap<>();
        for (JobPod pod : pods) {
            if (pod.isActive() || (job.replacesOnlyFailed() && pod.isTerminating())) {
                taken.add(pod.index());
            } else if (pod.hasFailed(job)) {
                lastFailed.merge(pod.index(), pod, Indexes::later);
            }
        }
        return new Indexes(job, succeeded, lost(job, pods, end), taken, lastFailed);
    }

    private static JobPod later(JobPod a, JobPod b) {
        return BY_FAILURES.compare(a, b) >= 0 ? a : b;
    }

    private static IndexSet indexes(List<JobPod> pods) {
        return IndexSet.of(pods.stream().mapToInt(JobPod::index));
    }

    private static IndexSet lost(JobView job, List<JobPod> pods, int end) {
        if (job.backoffLimitPerIndex().isEmpty()) {
            return IndexSet.EMPTY;
        }
        int limit = job.backoffLimitPerIndex().getAsInt();
        FailurePolicy policy = new FailurePolicy(job);
        List<JobPod> last =
                pods.stream()
                        .filter(pod -> pod.hasFailed(job))
                        .filter(
                                pod ->
                                        switch (policy.judge(pod)) {
                                            case FailurePolicy.Verdict.Count() ->
                                                    pod.failuresBefore() >= limit;
                                            case FailurePolicy.Verdict.FailJob _ ->
                                                    pod.failuresBefore() >= limit;
                                            case FailurePolicy.Verdict.Ignore() -> false;
                                            case FailurePolicy.Verdict.FailIndex() -> true;
                                        })
                        .toList();
        return IndexSet.lenient(job.status().path("failedIndexes").asString(""), end)
                .plus(indexes(last));
    }

    /**
     * Whether the pod must stay because the failures of its index are counted on it, and nobody has
     * taken them over.
     */
    boolean needs(JobPod pod) {
        int index = pod.index();
        return job.backoffLimitPerIndex().isPresent()
                && pod.equals(lastFailed.get(index))
                && !taken.contains(index)
                && !succeeded.contains(index)
                && !failed.contains(index);
    }

    /** The lowest indexes that nobody works on. */
    List<Integer> pending(int count) {
        return IntStream.range(0, job.completions().orElse(0))
                .filter(i -> !succeeded.contains(i) && !failed.contains(i) && !taken.contains(i))
                .limit(count)
                .boxed()
                .toList();
    }

    /** How long an index has to wait after its last failure, where each is counted by itself. */
    Duration wait(int index, Instant now) {
        JobPod last = lastFailed.get(index);
        if (job.backoffLimitPerIndex().isEmpty() || last == null) {
            return Duration.ZERO;
        }
        int failures = last.failuresBefore() + last.ignoredBefore() + 1;
        return Backoff.remaining(failures, last.endedAt(), now);
    }

    /** Active pods that nobody needs: of indexes beyond the end, and all but one of the others. */
    List<JobPod> surplus(List<JobPod> active) {
        List<JobPod> surplus = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        int end = job.completions().orElse(0);
        for (JobPod pod : active) {
            if (pod.index() < 0 || pod.index() >= end || !seen.add(pod.index())) {
                surplus.add(pod);
            }
        }
        return surplus;
    }
}
