/**
 * The members of the federation: how they join and leave, how they are reached, and how they are.
 *
 * <p>Key types: {@link io.pinisi.federation.membership.Members} joins and unjoins, {@link
 * io.pinisi.federation.membership.MemberClients} reaches every member, as the engine or as a
 * person, {@link io.pinisi.federation.membership.Membership} keeps one {@code Member} per Cluster
 * object with its probe and its inventory of nodes and pods.
 *
 * <p>A member behind a proxy ({@code MemberProxy}) is reached by {@code WireTransport}, over
 * connections that {@code ProxyWay} opens, and by fabric8's client otherwise.
 *
 * <p>Invariants: a kubeconfig is hostile input and is read by {@link
 * io.pinisi.federation.membership.KubeconfigReader} alone; credentials stand in Secrets of the
 * engine's own namespace; no client configures itself from the surroundings or follows a redirect;
 * an embedded member is reached in no other way than an external one.
 */
@NullMarked
package io.pinisi.federation.membership;

import org.jspecify.annotations.NullMarked;
