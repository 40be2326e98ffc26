package io.pinisi.federation.access;

import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.federation.reverse.AgentPaths;

/**
 * What the agent of a member may do on the hub by being one: connect, under its own name. It reads
 * and writes nothing there; what it may ask beside, the renewal of its certificate, is a role.
 */
final class AgentAccess implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
        boolean own =
                AgentPaths.cluster(attributes.path())
                        .filter(name -> attributes.user().name().equals(AgentPaths.user(name)))
                        .isPresent();
        return own && attributes.verb().equals("get")
                ? new Decision.Allowed("the agent's own connection")
                : new Decision.NoOpinion();
    }
}
