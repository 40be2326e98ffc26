package io.pinisi.federation.reverse;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.Transport;
import io.pinisi.federation.reverse.Exchange.Question;
import io.pinisi.federation.reverse.Exchange.Service;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests to a member over the connection that its agent holds.
 *
 * @param person on whose behalf, or null for the engine itself
 * @param timeout for an answer to begin
 */
public record AgentTransport(
        AgentGate gate, String cluster, @Nullable UserInfo person, Duration timeout)
        implements Transport {

    @Override
    public Response send(Request request) {
        return gate.send(cluster, new Question(Service.API, request, person), timeout);
    }
}
