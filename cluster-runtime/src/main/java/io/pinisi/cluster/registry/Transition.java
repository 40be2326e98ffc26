package io.pinisi.cluster.registry;

import io.pinisi.cluster.authn.UserInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object on its way from one state to the next.
 *
 * @param old null for a creation; never to be changed
 * @param next what is going to be stored; {@code prepare} may change it
 */
public record Transition(@Nullable ObjectNode old, ObjectNode next, UserInfo user, Instant now) {

    public boolean isCreation() {
        return old == null;
    }
}
