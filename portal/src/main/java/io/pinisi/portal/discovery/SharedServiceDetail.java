package io.pinisi.portal.discovery;

import io.pinisi.portal.status.Status;
import java.util.List;

/**
 * One shared service in all clusters.
 *
 * @param localName what it is called in the clusters that have it
 * @param type such as {@code headless}
 * @param findings all that is to be said against it, the worst first
 */
public record SharedServiceDetail(
        SharedService service,
        String localName,
        String type,
        List<String> ports,
        List<Status> findings,
        List<Leg> legs) {
    public SharedServiceDetail {
        ports = List.copyOf(ports);
        findings = List.copyOf(findings);
        legs = List.copyOf(legs);
    }
}
