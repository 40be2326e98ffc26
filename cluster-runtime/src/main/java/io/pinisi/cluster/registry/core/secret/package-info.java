/** Secrets: the types that have rules, their keys and sizes; sealed on disk. */
@NullMarked
package io.pinisi.cluster.registry.core.secret;

import org.jspecify.annotations.NullMarked;
