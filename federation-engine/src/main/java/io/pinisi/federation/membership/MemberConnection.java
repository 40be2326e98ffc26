package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.reverse.Passing;
import java.time.Duration;

/** The way to one member, whoever dialled whom. */
sealed interface MemberConnection extends AutoCloseable permits AgentConnection, DialledConnection {
    /** How long a member may take to answer a request that is no stream. */
    Duration TIMEOUT = Duration.ofSeconds(10);

    /** As the engine. */
    ApiClient api();

    /** A client that acts as a person; cheap. */
    ApiClient api(UserInfo person);

    /** The engine's client for a question that loses its worth if the answer takes long. */
    ApiClient hasty(Duration timeout);

    /** Carries a person's own request. */
    ApiResponse pass(Passing passing);

    @Override
    void close();
}
