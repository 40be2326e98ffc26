/** Removes pods that nobody will: of nodes that are gone, and ended ones beyond a number. */
@NullMarked
package io.pinisi.cluster.controllers.podgc;

import org.jspecify.annotations.NullMarked;
