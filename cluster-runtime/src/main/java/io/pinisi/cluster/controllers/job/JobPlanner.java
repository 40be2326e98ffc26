package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.job.FailurePolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Decides what to do about a job. Pure; used once. */
final class JobPlanner {
    /** Pods that one pass creates or deletes at most. */
    static final int BURST = 500;

    /** The pods first whose end loses least: those that run for the shortest time. */
    private static final Comparator<JobPod> CHEAPEST_FIRST =
            Comparator.comparing((JobPod pod) -> !pod.view().nodeName().isEmpty())
                    .thenComparing(pod -> pod.view().phase().equals("Running"))
                    .thenComparing(JobPod::isReady)
                    .thenComparing(JobPod::createdAt, Comparator.reverseOrder());

    private final JobState state;
    private final JobView job;
    private final JobPodFactory factory;
    private final Indexes indexes;
    private final List<ObjectNode> create = new ArrayList<>();
    private final List<PodView> delete = new ArrayList<>();
    private final List<JobPod> discard = new ArrayList<>();
    private @Nullable Duration revisit;

    private JobPlanner(JobState state, ObjectNode reference) {
        this.state = state;
        this.job = state.job();
        this.factory = new JobPodFactory(job, reference);
        this.indexes = Indexes.of(state);
    }

    static JobPlan plan(JobState state, ObjectNode reference) {
        return new JobPlanner(state, reference).plan();
    }

    private JobPlan plan() {
        Tally tally = Tally.of(state, indexes, Optional.empty());
        Optional<Ending> ending = ending(tally);
        boolean mayAct = state.caughtUp() && !job.metadata().isDeleting();
        if (ending.isPresent()) {
            tally = Tally.of(state, indexes, ending);
            if (state.caughtUp()) {
                stop(ending.get().kind());
            }
        } else if (mayAct) {
            manage(tally);
        }
        JobStatus status = new JobStatus(state, tally, indexes);
        status.setActive(state.active().size() + create.size() - delete.size() - discard.size());
        ending.ifPresent(status::announce);
        if (ending.isPresent() && isOver(tally)) {
            status.finish(ending.get());
        } else if (mayAct && ending.isEmpty()) {
            status.tellSuspension();
        }
        return new JobPlan(
                create,
                delete,
                discard,
                status.tree(),
                tally.release(),
                status.told(),
                Optional.ofNullable(revisit));
    }

    /** What a failed job stops has failed with it; what a job did not need is not counted. */
    private void stop(Ending.Kind kind) {
        List<JobPod> active = state.active().stream().limit(BURST).toList();
        switch (kind) {
            case FAILURE -> active.forEach(pod -> delete.add(pod.view()));
            case SUCCESS -> discard.addAll(active);
        }
    }

    private boolean isOver(Tally tally) {
        return state.caughtUp()
                && tally.isSettled()
                && state.active().isEmpty()
                && state.terminating() == 0;
    }

    private Optional<Ending> ending(Tally tally) {
        return Ending.announced(job)
                .or(this::failureByPolicy)
                .or(() -> failureByLimit(tally))
                .or(this::failureByTime)
                .or(this::failureByIndexes)
                .or(this::successByPolicy)
                .or(() -> success(tally));
    }

    private Optional<Ending> failureByPolicy() {
        FailurePolicy policy = new FailurePolicy(job);
        return state.pods().stream()
                .filter(pod -> pod.hasFailed(job))
                .map(policy::judge)
                .filter(Verdict.FailJob.class::isInstance)
                .map(Verdict.FailJob.class::cast)
                .map(fail -> Ending.failure("PodFailurePolicy", fail.message()))
                .findFirst();
    }

    private Optional<Ending> failureByLimit(Tally tally) {
        boolean exceeded = tally.allFailed() > job.backoffLimit() || restartsExceedLimit();
        return exceeded
                ? Optional.of(
                        Ending.failure(
                                "BackoffLimitExceeded",
                                "Job has reached the specified backoff limit"))
                : Optional.empty();
    }

    /** Where containers are restarted in place, restarts count instead of pods. */
    private boolean restartsExceedLimit() {
        boolean inPlace =
                job.template().path("spec").path("restartPolicy").asString("").equals("OnFailure");
        if (!inPlace) {
            return false;
        }
        int restarts = state.active().stream().mapToInt(JobPod::restarts).sum();
        return job.backoffLimit() == 0 ? restarts > 0 : restarts >= job.backoffLimit();
    }

    private Optional<Ending> failureByTime() {
        Instant start = job.startTime();
        Optional<Duration> deadline = job.activeDeadline();
        if (start == null || deadline.isEmpty() || job.isSuspended()) {
            deadline.filter(_ -> !job.isSuspended()).ifPresent(this::revisitAfter);
            return Optional.empty();
        }
        Duration left = Duration.between(state.now(), start.plus(deadline.get()));
        if (left.isPositive()) {
            revisitAfter(left);
            return Optional.empty();
        }
        return Optional.of(
                Ending.failure(
                        "DeadlineExceeded", "Job was active longer than specified deadline"));
    }

    private Optional<Ending> failureByIndexes() {
        if (!job.isIndexed() || indexes.failed().isEmpty()) {
            return Optional.empty();
        }
        int failed = indexes.failed().size();
        if (job.maxFailedIndexes().isPresent() && failed > job.maxFailedIndexes().getAsInt()) {
            return Optional.of(
                    Ending.failure(
                            "MaxFailedIndexesExceeded",
                            "Job has exceeded the specified maximal number of failed indexes"));
        }
        return failed + indexes.succeeded().size() >= job.completions().orElse(0)
                ? Optional.of(Ending.failure("FailedIndexes", "Job has failed indexes"))
                : Optional.empty();
    }

    private Optional<Ending> successByPolicy() {
        return job.isIndexed()
                ? SuccessPolicy.met(job, indexes.succeeded())
                        .map(message -> Ending.success("SuccessPolicy", message))
                : Optional.empty();
    }

    private Optional<Ending> success(Tally tally) {
        int succeeded = tally.allSucceeded(job);
        boolean enough =
                job.completions().isEmpty()
                        ? succeeded > 0
                        : succeeded >= job.completions().getAsInt();
        return enough && state.active().isEmpty() && state.caughtUp()
                ? Optional.of(
                        Ending.success(
                                "CompletionsReached", "Reached expected number of succeeded pods"))
                : Optional.empty();
    }

    private void revisitAfter(Duration wait) {
        if (revisit == null || wait.compareTo(revisit) < 0) {
            revisit = wait;
        }
    }

    private void manage(Tally tally) {
        List<JobPod> active = state.active();
        if (job.isSuspended()) {
            active.stream().limit(BURST).forEach(discard::add);
            return;
        }
        int wanted = wanted(tally.allSucceeded(job), active.size());
        discardSurplus(active, active.size() - wanted);
        if (!discard.isEmpty()) {
            return;
        }
        int ending = job.replacesOnlyFailed() ? state.terminating() : 0;
        int missing = wanted - ending - active.size();
        if (missing > 0) {
            add(Math.min(missing, BURST));
        }
    }

    /** Without a number of completions, the first success means that no more pods are begun. */
    private int wanted(int succeeded, int active) {
        if (job.completions().isEmpty()) {
            return succeeded > 0 ? active : job.parallelism();
        }
        int left = job.completions().getAsInt() - succeeded;
        return Math.clamp(left, 0, job.parallelism());
    }

    private void discardSurplus(List<JobPod> active, int tooMany) {
        if (job.isIndexed()) {
            discard.addAll(indexes.surplus(active));
        }
        active.stream()
                .filter(pod -> !discard.contains(pod))
                .sorted(CHEAPEST_FIRST)
                .limit(Math.max(0, tooMany - discard.size()))
                .forEach(discard::add);
        if (discard.size() > BURST) {
            discard.subList(BURST, discard.size()).clear();
        }
    }

    private void add(int count) {
        if (job.backoffLimitPerIndex().isEmpty()) {
            Duration wait = Backoff.remaining(state.pods(), state.now());
            if (wait.isPositive()) {
                revisitAfter(wait);
                return;
            }
        }
        if (!job.isIndexed()) {
            for (int i = 0; i < count; i++) {
                create.add(factory.pod());
            }
            return;
        }
        for (int index : indexes.pending(count)) {
            Duration wait = indexes.wait(index, state.now());
            if (wait.isPositive()) {
                revisitAfter(wait);
            } else {
                create.add(factory.pod(index, indexes));
            }
        }
    }
}
