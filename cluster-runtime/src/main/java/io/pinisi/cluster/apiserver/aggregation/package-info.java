/**
 * Groups that other servers serve: an {@code APIService} names a service in the cluster, and
 * requests for its group and version are passed on to it.
 *
 * <p>Key types: {@link Aggregation} holds what is known of each such server and answers requests;
 * {@code AvailabilityKeeper} follows the stored objects, asks each server what it serves, and says
 * on the object whether it answers; {@code RemoteKinds} reads what a server says it serves, so that
 * discovery shows it among our own.
 *
 * <p>Invariants: a request is passed on only after its caller was recognised and allowed; the
 * server is told who that is in headers that no client can send, over TLS with a certificate that
 * nobody else can have; a server that was not found well is not asked.
 */
@NullMarked
package io.pinisi.cluster.apiserver.aggregation;

import org.jspecify.annotations.NullMarked;
