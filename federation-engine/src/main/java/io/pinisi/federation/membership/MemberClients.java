package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.reverse.Passing;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reaches every member, as the engine or with impersonation of a person, so that the member's own
 * authorization and audit log see the person. Whether the hub dials the member or the member's
 * agent the hub makes no difference to callers.
 */
public final class MemberClients implements AutoCloseable {
    private final Map<String, MemberConnection> connections = new ConcurrentHashMap<>();

    /** As the engine, which may do everything in the member; for its own work only. */
    public ApiClient api(String cluster) {
        return connection(cluster).api();
    }

    /** As a person: objects, logs and whatever else is done for people. */
    public ApiClient api(String cluster, UserInfo person) {
        return connection(cluster).api(person);
    }

    /**
     * Carries a person's own request, as it is, to the member and the member's answer back.
     *
     * @throws ApiException NotFound, or ServiceUnavailable where the member cannot be reached
     */
    public ApiResponse pass(String cluster, Passing passing) {
        return connection(cluster).pass(passing);
    }

    public boolean knows(String cluster) {
        return connections.containsKey(cluster);
    }

    private MemberConnection connection(String cluster) {
        MemberConnection connection = connections.get(cluster);
        if (connection == null) {
            throw ApiException.notFound(FederationKinds.CLUSTERS.groupResource(), cluster);
        }
        return connection;
    }

    /** Whether the member is dialled just so. */
    boolean isDialled(String cluster, Kubeconfig kubeconfig, @Nullable String impersonator) {
        return connections.get(cluster) instanceof DialledConnection dialled
                && dialled.kubeconfig().equals(kubeconfig)
                && Objects.equals(dialled.impersonator(), impersonator);
    }

    /** Whether the member's own agent is waited for. */
    boolean isPulled(String cluster) {
        return connections.get(cluster) instanceof AgentConnection;
    }

    /** Replaces the member's connection; null ends it. */
    void put(String cluster, @Nullable MemberConnection connection) {
        MemberConnection old =
                connection == null
                        ? connections.remove(cluster)
                        : connections.put(cluster, connection);
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        connections.keySet().forEach(cluster -> put(cluster, null));
    }
}
