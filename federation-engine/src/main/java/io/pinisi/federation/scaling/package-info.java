/**
 * How many replicas an application has in all clusters together.
 *
 * <p>{@link io.pinisi.federation.scaling.FederatedAutoscaling} runs two kinds of rules. A
 * FederatedHPA is what a HorizontalPodAutoscaler is in one cluster, by the same planner, on the
 * pods of all members ({@code FleetPopulation}). A CronFederatedHPA acts by the clock: {@code
 * CronPlanner} says what is due and {@code CronHistory} keeps account, both pure.
 *
 * <p>Invariants: only the template on the hub is scaled, placement divides; the moment at which a
 * rule acts next stands in its status, so that what came due while the hub was away is made up for
 * once.
 */
@NullMarked
package io.pinisi.federation.scaling;

import org.jspecify.annotations.NullMarked;
