/**
 * A Keycloak of our own beside Pinisi, on loopback, to try single sign-on out: started from its
 * distribution with a realm of made-up people, stopped with Pinisi.
 *
 * <p>Key types: {@link io.pinisi.portal.keycloak.Keycloak} (the process), {@link
 * io.pinisi.portal.keycloak.RealmTemplate} (the realm, with this installation's addresses and
 * secrets). Invariants: no password stands in a file that others may read; a Keycloak that a killed
 * Pinisi left behind is ended by the next start; a realm is imported once for each content.
 */
@NullMarked
package io.pinisi.portal.keycloak;

import org.jspecify.annotations.NullMarked;
