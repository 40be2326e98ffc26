/** Flow schemas and priority levels: rules and columns */
@NullMarked
package io.pinisi.cluster.registry.flowcontrol;

import org.jspecify.annotations.NullMarked;
