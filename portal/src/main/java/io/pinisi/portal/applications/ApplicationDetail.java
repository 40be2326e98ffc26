package io.pinisi.portal.applications;

import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.pods.Pod;
import java.util.List;

/**
 * An application on its own page.
 *
 * @param bindings the decisions about its objects; of the past they are not told
 * @param works its objects on their way to each cluster
 * @param policies those that placed its objects
 * @param podsListed whether the person may list its pods; {@code pods} is empty without
 */
public record ApplicationDetail(
        Application application,
        List<Workload> workloads,
        List<Placed> placed,
        List<Pod> pods,
        List<ServiceAddress> services,
        List<Condition> conditions,
        List<BindingRow> bindings,
        List<WorkRow> works,
        List<PolicyRef> policies,
        boolean podsListed) {
    public ApplicationDetail {
        workloads = List.copyOf(workloads);
        policies = List.copyOf(policies);
        placed = List.copyOf(placed);
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        conditions = List.copyOf(conditions);
        bindings = List.copyOf(bindings);
        works = List.copyOf(works);
    }
}
