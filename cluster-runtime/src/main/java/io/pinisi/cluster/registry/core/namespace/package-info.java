/**
 * Namespaces: their phase, and the finalizers in their spec that keep them until they are empty.
 */
@NullMarked
package io.pinisi.cluster.registry.core.namespace;

import org.jspecify.annotations.NullMarked;
