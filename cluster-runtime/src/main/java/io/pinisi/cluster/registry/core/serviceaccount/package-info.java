/** Service accounts. */
@NullMarked
package io.pinisi.cluster.registry.core.serviceaccount;

import org.jspecify.annotations.NullMarked;
