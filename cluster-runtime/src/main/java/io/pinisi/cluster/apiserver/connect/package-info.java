/**
 * Subresources that are connections: logs, exec, attach and port-forward, carried to the agent of
 * the pod's node. What is said inside the connection (SPDY, WebSocket) passes unread, but for what
 * nodes cannot speak, which {@code socket} translates.
 *
 * <p>Key types: {@link PodConnections}, {@link NodeConnector}; {@link NodeStats} for what
 * containers use. The API server checks who asks and that the container exists; everything else is
 * the agent's to answer.
 */
@NullMarked
package io.pinisi.cluster.apiserver.connect;

import org.jspecify.annotations.NullMarked;
