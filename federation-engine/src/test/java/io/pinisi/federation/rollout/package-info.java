/** Tests of staged rollouts. */
@NullMarked
package io.pinisi.federation.rollout;

import org.jspecify.annotations.NullMarked;
