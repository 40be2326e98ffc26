package io.pinisi.portal.approvals;

import java.time.Duration;
import java.util.Set;

/**
 * Access to running pods that the person may ask for.
 *
 * @param policy under which
 * @param to {@code logs}, {@code exec}
 */
public record AccessOffer(String policy, Set<String> to, Duration longest, boolean ticket) {
    public AccessOffer {
        to = Set.copyOf(to);
    }
}
