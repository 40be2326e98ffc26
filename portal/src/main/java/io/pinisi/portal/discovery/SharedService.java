package io.pinisi.portal.discovery;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of shared services.
 *
 * @param exporters the clusters that offer it
 * @param importers the clusters that have it
 * @param readyEndpoints in all clusters that offer it
 * @param since when the oldest of the services was made
 */
public record SharedService(
        SharedServiceRef ref,
        Status status,
        String dnsName,
        List<String> exporters,
        List<String> importers,
        int readyEndpoints,
        @Nullable Instant since) {
    public SharedService {
        exporters = List.copyOf(exporters);
        importers = List.copyOf(importers);
    }
}
