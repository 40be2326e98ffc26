/**
 * How a process that holds nothing but a bootstrap token comes to a certificate of its own.
 *
 * <p>Key types: {@link io.pinisi.cluster.client.bootstrap.Discovery} finds out by which authority
 * the server is known, {@link io.pinisi.cluster.client.bootstrap.Enrolment} asks for the
 * certificate and waits for it, the first time by token and later by the certificate before.
 *
 * <p>Invariant: the token is sent to nobody who has not proved that he knows it, and private keys
 * are made here and sent to nobody.
 */
@NullMarked
package io.pinisi.cluster.client.bootstrap;

import org.jspecify.annotations.NullMarked;
