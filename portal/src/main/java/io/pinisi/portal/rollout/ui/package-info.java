/** The pages of rollouts: the list, and one with its stages and clusters. */
@NullMarked
package io.pinisi.portal.rollout.ui;

import org.jspecify.annotations.NullMarked;
