package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.reverse.AgentTransport;
import io.pinisi.federation.reverse.Passing;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A member whose agent dials the hub. It outlasts the agent's connections: while there is none the
 * member is unreachable, as one that is dialled and does not answer.
 */
final class AgentConnection implements MemberConnection {
    private final AgentGate gate;
    private final String cluster;
    private final ApiClient api;

    /**
     * @param fence stands before what is done as the engine
     */
    AgentConnection(AgentGate gate, String cluster, UnaryOperator<Transport> fence) {
        this.gate = gate;
        this.cluster = cluster;
        this.api = new ApiClient(fence.apply(transport(null, TIMEOUT)));
    }

    private Transport transport(@Nullable UserInfo person, Duration timeout) {
        return new AgentTransport(gate, cluster, person, timeout);
    }

    @Override
    public ApiClient api() {
        return api;
    }

    @Override
    public ApiClient api(UserInfo person) {
        return new ApiClient(transport(person, TIMEOUT));
    }

    @Override
    public ApiClient hasty(Duration timeout) {
        return new ApiClient(transport(null, timeout));
    }

    @Override
    public ApiResponse pass(Passing passing) {
        return gate.pass(cluster, passing, MemberRelay.ANSWER_LIMIT);
    }

    @Override
    public void close() {
        gate.dismiss(cluster);
    }
}
