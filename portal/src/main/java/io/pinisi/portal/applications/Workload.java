package io.pinisi.portal.applications;

import java.util.List;
import java.util.OptionalInt;

/**
 * A workload of an application: what can be scaled, restarted and given another image.
 *
 * @param replicas empty for kinds without, such as DaemonSet
 */
public record Workload(
        String apiVersion,
        String kind,
        String name,
        OptionalInt replicas,
        List<ContainerImage> containers) {
    public Workload {
        containers = List.copyOf(containers);
    }

    public boolean canScale() {
        return kind.equals("Deployment") || kind.equals("StatefulSet");
    }

    public boolean canRollOut() {
        return canScale() || kind.equals("DaemonSet");
    }
}
