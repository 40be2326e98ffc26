/**
 * WebSocket clients at nodes that stream over SPDY, as the original's API server brings the two
 * together: the API server speaks WebSocket with the client and SPDY/3.1 with the node.
 *
 * <p>Two forms are translated, because runtimes do not know them: {@code v5.channel.k8s.io} for
 * exec and attach, whose channels become streams ({@link ChannelTranslation}, with {@link
 * SpdyStreams} as the far side), and {@code SPDY/3.1+…} for port-forward, whose messages are pieces
 * of a SPDY connection that passes unread ({@link TunnelTranslation}). Every other form is the
 * node's own to answer. {@link Translations} tells which is asked for.
 *
 * <p>Invariants: one virtual thread reads the node and ends the client's connection; the thread
 * that carries the client's bytes only writes to the node. What waits for the client is bounded
 * ({@link OutgoingBytes}), so a client that does not read slows its node down and nobody else.
 */
@NullMarked
package io.pinisi.cluster.apiserver.connect.socket;

import org.jspecify.annotations.NullMarked;
