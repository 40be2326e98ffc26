/**
 * The forms that objects travel in: which one the client asked for, and how the stored bytes become
 * it.
 *
 * <p>Key types: {@link Accepted}, {@link Rendering}, {@link TablePrinter}, {@link BodyDecoder}, and
 * {@link ProtobufSchema} with a decoder and an encoder over it. Invariant: where the answer is the
 * storage version as plain JSON, stored bytes are passed on unparsed.
 */
@NullMarked
package io.pinisi.cluster.apiserver.negotiation;

import org.jspecify.annotations.NullMarked;
