/**
 * What rules in CEL cost, in the units of Kubernetes: about one for each step, a tenth for each
 * character that is looked at. A rule of a schema is estimated when it is written, at the largest
 * values that the schema allows; every rule is metered while it runs.
 *
 * <p>Key types: {@link io.pinisi.cluster.machinery.expression.cost.CostEstimate} walks a compiled
 * rule over {@link io.pinisi.cluster.machinery.expression.cost.SchemaSizes}, {@link
 * io.pinisi.cluster.machinery.expression.cost.CostMeter} watches one run, and {@link
 * io.pinisi.cluster.machinery.expression.cost.Budget} is what several runs share. Both count calls
 * by the one table in {@code CallCosts}. Figures are those of cel-go's cost model and of
 * Kubernetes' libraries: a change would accept or refuse other definitions than the original.
 */
@NullMarked
package io.pinisi.cluster.machinery.expression.cost;

import org.jspecify.annotations.NullMarked;
