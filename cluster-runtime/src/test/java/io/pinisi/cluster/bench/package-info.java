/**
 * What an API server does on a machine, measured over real TLS with clients on the same machine and
 * a store that is forced to disk. {@code ApiBenchmark} prints; {@code Wire} is a client that costs
 * almost nothing, so that the figures are the server's.
 */
@NullMarked
package io.pinisi.cluster.bench;

import org.jspecify.annotations.NullMarked;
