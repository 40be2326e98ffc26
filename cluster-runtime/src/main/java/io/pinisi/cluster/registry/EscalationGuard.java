package io.pinisi.cluster.registry;

import io.pinisi.cluster.authn.UserInfo;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps people from giving away rights that they do not have. Called for every role or binding
 * before it is written.
 */
@FunctionalInterface
public interface EscalationGuard {
    EscalationGuard NONE = (user, resource, object) -> {};

    /**
     * @param resource {@code roles}, {@code clusterroles}, {@code rolebindings} or {@code
     *     clusterrolebindings}
     * @param object as it is going to be stored; refused by an {@code ApiException}
     */
    void check(UserInfo user, String resource, ObjectNode object);
}
