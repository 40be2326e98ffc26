/** Limit ranges and resource quotas: rules and columns; admission holds pods and claims to them */
@NullMarked
package io.pinisi.cluster.registry.core.limit;

import org.jspecify.annotations.NullMarked;
