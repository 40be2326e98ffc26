package io.pinisi.cluster.ingress;

import io.pinisi.cluster.ingress.gateway.Identity;
import io.pinisi.cluster.ingress.route.RoutingTable;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a gateway is to serve.
 *
 * @param identities by the host they are shown for, whose first label may be a star
 * @param problems what people should know of, one for each secret that is no use
 */
public record IngressPlan(
        RoutingTable table, Map<String, Identity> identities, List<Problem> problems) {
    public IngressPlan {
        identities = Map.copyOf(identities);
        problems = List.copyOf(problems);
    }

    /** Something an ingress asks for and does not get. */
    public record Problem(ObjectNode ingress, String reason, String message) {}
}
