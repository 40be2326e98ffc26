/**
 * Priority and fairness: which requests run when more come than the server may work on, by the flow
 * schemas and priority levels of {@code flowcontrol.apiserver.k8s.io}.
 *
 * <p>Key types: {@link Fairness}, the filter; {@code FlowConfiguration}, an immutable snapshot of
 * the stored objects that classifies a request; {@code FairQueues}, the seats of one level and the
 * queues before them; {@code ShuffleSharding}, which gives each flow a hand of queues; {@link
 * FlowKeeper}, which follows the stored objects and keeps those that every server begins with.
 *
 * <p>Invariants: a request holds one seat while it is worked on; the levels' seats add up to the
 * server's, and every ten seconds {@code SeatBorrowing} shares them out anew by need; where nobody
 * waits, a request costs one short critical section; no request waits longer than the limit says.
 * Requests that may take as long as they like hold no seat.
 */
@NullMarked
package io.pinisi.cluster.apiserver.fairness;

import org.jspecify.annotations.NullMarked;
