/**
 * Moves workloads to where they would be if they were placed today, when somebody asks for it.
 *
 * <p>Key types: {@link io.pinisi.federation.rebalance.Rebalancers} answers WorkloadRebalancers as
 * Karmada serves them. What would move is asked before by a {@code Change.Rebalanced}.
 *
 * <p>Invariant: each WorkloadRebalancer moves a workload once, however often it is looked at: the
 * binding says in {@code rescheduleTriggeredAt} which was the last.
 */
@NullMarked
package io.pinisi.federation.rebalance;

import org.jspecify.annotations.NullMarked;
