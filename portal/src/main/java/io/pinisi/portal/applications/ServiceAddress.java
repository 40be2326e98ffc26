package io.pinisi.portal.applications;

import java.net.URI;
import java.util.List;

/**
 * A Service of the application in one cluster.
 *
 * @param ports as {@code kubectl get service} prints them
 * @param open addresses that a browser on this machine can open
 */
public record ServiceAddress(
        String cluster, String name, String type, String clusterIp, String ports, List<URI> open) {
    public ServiceAddress {
        open = List.copyOf(open);
    }
}
