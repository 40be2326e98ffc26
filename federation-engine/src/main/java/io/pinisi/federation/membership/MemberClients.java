package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reaches every member, as the engine or with impersonation of a person, so that the member's own
 * authorization and audit log see the person.
 *
 * <p>The fabric8 client serves logs, exec and port-forward; {@link ApiClient} serves objects as raw
 * JSON. Clients belong to this registry: callers do not close them.
 */
public final class MemberClients implements AutoCloseable {
    private final Map<String, MemberConnection> connections = new ConcurrentHashMap<>();

    /** As the engine, which may do everything in the member; for the engine's own work only. */
    public KubernetesClient client(String cluster) {
        return connection(cluster).client();
    }

    /** As a person: logs, exec, port-forward and whatever else the portal does for people. */
    public KubernetesClient client(String cluster, UserInfo person) {
        return connection(cluster).as(person);
    }

    /** Raw JSON as the engine. */
    public ApiClient api(String cluster) {
        return connection(cluster).api();
    }

    /** Raw JSON as a person. */
    public ApiClient api(String cluster, UserInfo person) {
        return connection(cluster).api(person);
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

    Optional<Kubeconfig> kubeconfig(String cluster) {
        return Optional.ofNullable(connections.get(cluster)).map(MemberConnection::kubeconfig);
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
