/** Pod templates that stand by themselves. */
@NullMarked
package io.pinisi.cluster.registry.core.podtemplate;

import org.jspecify.annotations.NullMarked;
