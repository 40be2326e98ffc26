package io.pinisi.portal.pods;

import io.pinisi.portal.fleet.Condition;
import java.util.List;
import java.util.Map;

/**
 * A pod on its own page.
 *
 * @param application name of the application it belongs to, empty where it stands alone
 */
public record PodDetail(
        Pod pod,
        String application,
        Map<String, String> labels,
        List<Container> containers,
        List<Condition> conditions,
        List<PodEvent> events) {
    public PodDetail {
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
        conditions = List.copyOf(conditions);
        events = List.copyOf(events);
    }
}
