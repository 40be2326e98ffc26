/** Ingresses, their classes, and network policies */
@NullMarked
package io.pinisi.cluster.registry.networking;

import org.jspecify.annotations.NullMarked;
