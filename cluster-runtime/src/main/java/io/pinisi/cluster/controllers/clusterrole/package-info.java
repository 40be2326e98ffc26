/** Fills the rules of roles that are the sum of others, by their labels. */
@NullMarked
package io.pinisi.cluster.controllers.clusterrole;

import org.jspecify.annotations.NullMarked;
