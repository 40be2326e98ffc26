/** Events in both of their forms, kept for a while. */
@NullMarked
package io.pinisi.cluster.registry.core.event;

import org.jspecify.annotations.NullMarked;
