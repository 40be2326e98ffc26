/**
 * Tells how many pods of an application may be disrupted: the status of PodDisruptionBudgets, which
 * the eviction of pods obeys.
 *
 * <p>{@code Expectation} is how many pods there should be, asked of what controls them; {@code
 * BudgetPlanner} reckons with it; pure. {@code DisruptionController} performs.
 */
@NullMarked
package io.pinisi.cluster.controllers.disruption;

import org.jspecify.annotations.NullMarked;
