/** Priority classes, and the two that the system brings along */
@NullMarked
package io.pinisi.cluster.registry.scheduling;

import org.jspecify.annotations.NullMarked;
