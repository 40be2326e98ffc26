/**
 * A Keycloak of our own beside Pinisi, on loopback, to try single sign-on out: started from its
 * distribution with a realm of made-up people, stopped with Pinisi. And what a realm of somebody
 * else's Keycloak needs: made, or put right, over its admin API.
 *
 * <p>Key types: {@link io.pinisi.portal.keycloak.Keycloak} (the process), {@link
 * io.pinisi.portal.keycloak.RealmTemplate} (the realm, with this installation's addresses and
 * secrets), {@link io.pinisi.portal.keycloak.RealmSetup} (the other realm; {@link
 * io.pinisi.portal.keycloak.AdminConnection} is how it is reached). Invariants: no password stands
 * in a file that others may read; a Keycloak that a killed Pinisi left behind is ended by the next
 * start; a realm is imported once for each content; to set a realm up twice changes nothing, and
 * nothing that is not ours is taken away.
 */
@NullMarked
package io.pinisi.portal.keycloak;

import org.jspecify.annotations.NullMarked;
