/**
 * Keeps nftables tables in nodes' namespaces as their rooms say they should be. {@link
 * io.pinisi.cluster.network.table.TableLoop} takes over a whole table in one transaction whenever
 * its text has changed, but not too often.
 */
@NullMarked
package io.pinisi.cluster.network.table;

import org.jspecify.annotations.NullMarked;
