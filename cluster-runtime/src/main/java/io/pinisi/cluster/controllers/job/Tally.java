package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controllers.job.FailurePolicy.Verdict;
import io.pinisi.cluster.machinery.value.IndexSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ends of a job's pods: those that are counted, and those on their way to be. An end goes into
 * the uncounted first; its pod is released; when that is seen, it is counted.
 *
 * @param completed indexes whose success the status will show
 * @param release pods that may go once the status is written
 * @param missed failures that count toward limits although their pods must stay for now
 */
record Tally(
        int succeeded,
        int failed,
        Set<String> uncountedSucceeded,
        Set<String> uncountedFailed,
        IndexSet completed,
        List<JobPod> release,
        int missed) {

    /** Ends that one status takes up at most. */
    private static final int MOST_UNCOUNTED = 500;

    int allSucceeded(JobView job) {
        return job.isIndexed() ? completed.size() : succeeded + uncountedSucceeded.size();
    }

    int allFailed() {
        return failed + uncountedFailed.size() + missed;
    }

    boolean isSettled() {
        return uncountedSucceeded.isEmpty() && uncountedFailed.isEmpty() && release.isEmpty();
    }

    /**
     * @param ending a job that fails takes every pod that is not through with it; one that has
     *     succeeded lets them go uncounted
     */
    static Tally of(JobState state, Indexes indexes, Optional<Ending> ending) {
        return new Reckoning(state, indexes, ending).run();
    }

    /** One reckoning, used once. */
    private static final class Reckoning {
        private final JobState state;
        private final JobView job;
        private final Indexes indexes;
        private final Optional<Ending> ending;
        private final FailurePolicy policy;
        private final Set<String> succeeded = new LinkedHashSet<>();
        private final Set<String> failed = new LinkedHashSet<>();
        private final List<Integer> completed = new ArrayList<>();
        private final List<JobPod> release = new ArrayList<>();
        private int missed;

        Reckoning(JobState state, Indexes indexes, Optional<Ending> ending) {
            this.state = state;
            this.job = state.job();
            this.indexes = indexes;
            this.ending = ending;
            this.policy = new FailurePolicy(job);
        }

        Tally run() {
            Set<String> held =
                    state.pods().stream()
                            .filter(state::holds)
                            .map(JobPod::uid)
                            .collect(Collectors.toSet());
            int countedSucceeded = settle("succeeded", held, succeeded);
            int countedFailed = settle("failed", held, failed);
            for (JobPod pod : state.pods()) {
                if (state.holds(pod) && taken() < MOST_UNCOUNTED) {
                    take(pod);
                }
            }
            int end = job.completions().orElse(0);
            IndexSet known =
                    IndexSet.lenient(job.status().path("completedIndexes").asString(""), end);
            return new Tally(
                    countedSucceeded,
                    countedFailed,
                    succeeded,
                    failed,
                    known.plus(IndexSet.of(completed.stream().mapToInt(i -> i))),
                    release,
                    missed);
        }

        private int taken() {
            return succeeded.size() + failed.size() + completed.size();
        }

        /** Counts the uncounted whose pods have gone; keeps the others. */
        private int settle(String list, Set<String> held, Set<String> uncounted) {
            int counted = job.status().path(list).asInt(0);
            List<String> known =
                    job.status()
                            .path("uncountedTerminatedPods")
                            .path(list)
                            .valueStream()
                            .map(uid -> uid.asString(""))
                            .toList();
            known.stream().filter(held::contains).forEach(uncounted::add);
            return counted + Math.toIntExact(known.stream().filter(u -> !held.contains(u)).count());
        }

        private void take(JobPod pod) {
            if (succeeded.contains(pod.uid()) || failed.contains(pod.uid())) {
                release.add(pod);
            } else if (pod.hasSucceeded()) {
                takeSuccess(pod);
            } else if (pod.hasFailed(job) || isFailing()) {
                takeFailure(pod);
            } else if (ending.isPresent()) {
                release.add(pod);
            }
        }

        private boolean isFailing() {
            return ending.filter(e -> e.kind() == Ending.Kind.FAILURE).isPresent();
        }

        /** The index is enough to count a success once. */
        private void takeSuccess(JobPod pod) {
            release.add(pod);
            if (!job.isIndexed()) {
                succeeded.add(pod.uid());
            } else if (hasIndex(pod)) {
                completed.add(pod.index());
            }
        }

        private void takeFailure(JobPod pod) {
            boolean counts =
                    (!job.isIndexed() || hasIndex(pod))
                            && !(policy.judge(pod) instanceof Verdict.Ignore);
            if (ending.isEmpty() && indexes.needs(pod)) {
                missed += counts ? 1 : 0;
                return;
            }
            release.add(pod);
            if (counts) {
                failed.add(pod.uid());
            }
        }

        private boolean hasIndex(JobPod pod) {
            return pod.index() >= 0 && pod.index() < job.completions().orElse(0);
        }
    }
}
