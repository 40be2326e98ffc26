/**
 * The agent of a member that the hub cannot dial: it runs in or near the member, dials the hub, and
 * lets the hub work on the member's API over that one connection. While the hub is away it keeps
 * the member as the hub last wanted it.
 *
 * <p>Key types: {@link io.pinisi.federation.agent.Agent} dials, again and again; {@link
 * io.pinisi.federation.agent.Identity} comes by a certificate and renews it; {@link
 * io.pinisi.federation.agent.OrderBook} is what the hub last wanted, on disk; {@link
 * io.pinisi.federation.agent.Keeper} holds the member to it.
 *
 * <p>Invariants: the agent listens nowhere and reads nothing of the hub; the hub never gets the
 * member's credentials; with the hub away nothing is deleted, and only what is in the order book,
 * and ours by its marks, is put right; what the hub deletes leaves the order book before it leaves
 * the member.
 */
@NullMarked
package io.pinisi.federation.agent;

import org.jspecify.annotations.NullMarked;
