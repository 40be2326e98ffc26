/** Forgets events after a while; they tell of the present and would fill the store. */
@NullMarked
package io.pinisi.cluster.controllers.event;

import org.jspecify.annotations.NullMarked;
