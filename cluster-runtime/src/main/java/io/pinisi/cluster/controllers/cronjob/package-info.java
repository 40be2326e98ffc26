/**
 * Makes a Job whenever a CronJob's schedule says so.
 *
 * <p>{@code Timetable} knows which times are due, {@code CronPlanner} decides what to begin,
 * replace and throw away; both pure. {@code CronJobController} performs. Invariant: the name of a
 * job is made of the minute it was due in, so that no time is begun twice.
 */
@NullMarked
package io.pinisi.cluster.controllers.cronjob;

import org.jspecify.annotations.NullMarked;
