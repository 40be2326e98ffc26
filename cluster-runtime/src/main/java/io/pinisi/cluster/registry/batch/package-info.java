/**
 * Jobs and cron jobs.
 *
 * <p>{@code JobSpecRules} are those of every job, in a job or in the template of one; {@code
 * JobRules} adds what holds for a job that exists: its generated selector, and what stays as it is.
 */
@NullMarked
package io.pinisi.cluster.registry.batch;

import org.jspecify.annotations.NullMarked;
