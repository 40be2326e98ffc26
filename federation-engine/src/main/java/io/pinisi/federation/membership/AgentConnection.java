package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.reverse.AgentTransport;
import io.pinisi.federation.reverse.Passing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A member whose agent dials the hub. It outlasts the agent's connections: while there is none the
 * member is unreachable, as one that is dialled and does not answer.
 */
record AgentConnection(AgentGate gate, String cluster) implements MemberConnection {
    @Override
    public ApiClient api() {
        return api(null);
    }

    @Override
    public ApiClient api(@Nullable UserInfo person) {
        return new ApiClient(new AgentTransport(gate, cluster, person, TIMEOUT));
    }

    @Override
    public ApiClient hasty(Duration timeout) {
        return new ApiClient(new AgentTransport(gate, cluster, null, timeout));
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
