package io.pinisi.federation.reverse;

import io.pinisi.cluster.authn.UserInfo;
import java.util.List;
import java.util.Map;

/**
 * A request of a person on its way through the hub to a member, as it is to arrive there: whatever
 * said who the caller is to the hub has been taken off, and the member is told by impersonation.
 *
 * @param target path and query
 * @param headers by lower-case name
 * @param id of the hub's request, which the member's audit log is to have as well
 */
public record Passing(
        String method,
        String target,
        Map<String, List<String>> headers,
        byte[] body,
        UserInfo person,
        String id) {
    public Passing {
        headers = Map.copyOf(headers);
    }

    /** Whether the connection is to become something else than HTTP. */
    boolean upgrades() {
        return headers.containsKey("upgrade");
    }
}
