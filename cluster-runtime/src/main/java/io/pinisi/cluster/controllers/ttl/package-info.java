/** Deletes jobs some time after they have finished, where they ask for it. */
@NullMarked
package io.pinisi.cluster.controllers.ttl;

import org.jspecify.annotations.NullMarked;
