/**
 * Runs the pods of a Job until enough of them have succeeded, or the job has failed.
 *
 * <p>{@code JobState} is what everything is decided on: the job and its pods as the copy shows
 * them. {@code Tally} counts ends, {@code Indexes} those of an indexed job, {@code FailurePolicy}
 * and {@code SuccessPolicy} read the job's own rules, {@code Backoff} says how long to wait after
 * failures, {@code JobPlanner} decides on all of it; all pure. {@code JobController} performs.
 *
 * <p>Invariant: every end of a pod is counted once. A pod keeps a finalizer until the status names
 * it among the uncounted ends; the number moves only when the finalizer is gone. Both steps are
 * taken from one version of the status, so a late copy can only fail to take them.
 */
@NullMarked
package io.pinisi.cluster.controllers.job;

import org.jspecify.annotations.NullMarked;
