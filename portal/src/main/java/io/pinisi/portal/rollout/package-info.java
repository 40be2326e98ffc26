/**
 * Changes on their way through the clusters, stage by stage, and what people can do about them.
 *
 * <p>Key types: {@link RolloutService}, {@link RolloutRow} for one in the list, {@link
 * RolloutDetail} for all of one, {@link RolloutAct} for what a person does.
 */
@NullMarked
package io.pinisi.portal.rollout;

import org.jspecify.annotations.NullMarked;
