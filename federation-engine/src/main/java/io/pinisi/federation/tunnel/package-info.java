/**
 * Many streams over one connection, so that whoever was dialled can open connections back to the
 * one who dialled.
 *
 * <p>Key types: {@link io.pinisi.federation.tunnel.Mux} is one end of the connection, {@link
 * io.pinisi.federation.tunnel.MuxStream} one stream of it, {@link io.pinisi.federation.tunnel.Pipe}
 * the bounded buffer that both are made of.
 *
 * <p>Invariants: a stream that nobody reads fills its own window and holds up no other; an end that
 * hears nothing for a while closes the connection, for a dead peer says nothing; nothing here knows
 * what the streams carry.
 */
@NullMarked
package io.pinisi.federation.tunnel;

import org.jspecify.annotations.NullMarked;
