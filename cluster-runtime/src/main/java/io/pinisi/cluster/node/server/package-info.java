/**
 * What the API server asks of a node: logs of containers, and streams into them.
 *
 * <p>{@link io.pinisi.cluster.node.server.NodeServer} speaks HTTP/1.1 over TLS and admits only
 * whoever shows a certificate of the cluster's CA with the group {@code system:masters}. Logs are
 * read here; exec, attach and port-forward are passed through byte by byte to the runtime's own
 * stream server, so every protocol that it speaks works unchanged.
 */
@NullMarked
package io.pinisi.cluster.node.server;

import org.jspecify.annotations.NullMarked;
