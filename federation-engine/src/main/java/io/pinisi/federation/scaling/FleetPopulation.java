package io.pinisi.federation.scaling;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.autoscaling.Population;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pods of all members that are well. Pods of different clusters may share a name, so here each
 * is called by its cluster's name too. Where a member does not tell what its pods use, these count
 * as not measured; only where none tells is nothing known.
 *
 * @param members by name, those that are Ready
 */
record FleetPopulation(Supplier<Map<String, ApiClient>> members) implements Population {
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");

    @Override
    public List<PodView> pods(String namespace, LabelSelector selector) {
        return gather(namespace, PODS, selector.toString()).stream().map(PodView::new).toList();
    }

    @Override
    public List<ObjectNode> usage(String namespace, String selector) {
        return gather(namespace, Resources.POD_METRICS, selector);
    }

    private List<ObjectNode> gather(
            String namespace, GroupVersionResource resource, String selector) {
        List<ObjectNode> all = new ArrayList<>();
        ApiException failure = null;
        int answers = 0;
        for (Map.Entry<String, ApiClient> member : members.get().entrySet()) {
            try {
                ResourcePath path = ResourcePath.all(resource).in(namespace);
                member.getValue().list(path, ListOptions.ALL.labels(selector)).items().stream()
                        .map(named(member.getKey()))
                        .forEach(all::add);
                answers++;
            } catch (ApiException e) {
                failure = e;
            }
        }
        return answered(all, answers, failure);
    }

    private static List<ObjectNode> answered(
            List<ObjectNode> all, int answers, @Nullable ApiException failure) {
        if (answers == 0 && failure != null) {
            throw failure;
        }
        return all;
    }

    private static Function<ObjectNode, ObjectNode> named(String cluster) {
        return object -> {
            object.withObject("/metadata").put("name", cluster + "/" + Metadata.of(object).name());
            return object;
        };
    }
}
