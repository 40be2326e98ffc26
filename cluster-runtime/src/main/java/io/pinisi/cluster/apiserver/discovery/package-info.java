/**
 * What is served, told to clients: the old documents per group and version and the aggregated one,
 * derived from the registry's definitions.
 */
@NullMarked
package io.pinisi.cluster.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
