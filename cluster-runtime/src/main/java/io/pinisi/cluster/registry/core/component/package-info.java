/** The health of the control plane's parts, computed when asked for */
@NullMarked
package io.pinisi.cluster.registry.core.component;

import org.jspecify.annotations.NullMarked;
