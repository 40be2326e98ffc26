package io.pinisi.portal.discovery;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of MultiClusterIngresses.
 *
 * @param hosts empty for any
 * @param addresses where it is reached, with ports
 * @param serving the clusters that requests go to, each with its endpoints
 * @param resting the clusters that have a service of it and get nothing
 */
public record SharedIngress(
        String namespace,
        String name,
        Status status,
        List<String> hosts,
        List<String> addresses,
        List<String> serving,
        List<String> resting,
        @Nullable Instant since) {
    public SharedIngress {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
        serving = List.copyOf(serving);
        resting = List.copyOf(resting);
    }

    public String id() {
        return namespace + "/" + name;
    }
}
