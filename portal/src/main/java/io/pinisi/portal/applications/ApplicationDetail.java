package io.pinisi.portal.applications;

import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.pods.Pod;
import java.util.List;

/** An application on its own page. */
public record ApplicationDetail(
        Application application,
        List<Workload> workloads,
        List<Placed> placed,
        List<Pod> pods,
        List<ServiceAddress> services,
        List<Condition> conditions,
        String policy) {
    public ApplicationDetail {
        workloads = List.copyOf(workloads);
        placed = List.copyOf(placed);
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        conditions = List.copyOf(conditions);
    }
}
