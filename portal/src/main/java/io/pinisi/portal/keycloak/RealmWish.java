package io.pinisi.portal.keycloak;

import java.util.List;

/**
 * What a realm needs so that people sign in to a portal through it.
 *
 * @param provider the portal's name for the realm, in addresses
 * @param portal its address, without a slash at the end
 * @param client that the portal signs in as
 * @param apis that kubectl gets tokens for: {@code hub} and clusters
 * @param groups of operators and auditors, at the top of the realm
 */
public record RealmWish(
        String realm,
        String provider,
        String portal,
        String client,
        List<String> apis,
        List<String> groups) {
    public RealmWish {
        apis = List.copyOf(apis);
        groups = List.copyOf(groups);
        if (portal.endsWith("/")) {
            throw new IllegalArgumentException("the portal's address ends with a slash");
        }
    }
}
