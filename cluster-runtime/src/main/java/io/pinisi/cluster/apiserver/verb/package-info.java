/**
 * The verbs of the API over the registry's endpoints: parameters and bodies in, answers in the
 * wanted form out.
 *
 * <p>Key types: {@link ResourceVerbs}, {@link WatchFrames}. Rules of a kind are the endpoint's; a
 * verb knows only the protocol.
 */
@NullMarked
package io.pinisi.cluster.apiserver.verb;

import org.jspecify.annotations.NullMarked;
