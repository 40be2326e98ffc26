package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Forbidden;
import io.pinisi.cluster.machinery.meta.GroupResource;

/**
 * Refusals of lists that the engine keeps in memory, in the words in which a server refuses its
 * own: an empty list must not look like a fleet without anything in it.
 */
final class Refusals {
    private Refusals() {}

    static void requireList(boolean allowed, Identity who, GroupResource resource) {
        if (!allowed) {
            throw Forbidden.exception(
                    new Attributes(
                            People.user(who),
                            "list",
                            resource.group(),
                            "",
                            resource.resource(),
                            "",
                            "",
                            "",
                            ""),
                    "");
        }
    }
}
