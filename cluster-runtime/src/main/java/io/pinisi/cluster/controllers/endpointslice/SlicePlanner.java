package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spreads the backends of one service over slices. An endpoint stays in the slice it is in; slices
 * that must be written anyway are filled first; a service without backends keeps one empty slice,
 * so that readers can tell "none" from "not looked at yet". Pure.
 */
final class SlicePlanner {
    static final int ENDPOINTS_MAX = 100;
    static final String MANAGER = "endpointslice-controller.k8s.io";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ServiceView service;
    private final Function<String, @Nullable String> zoneOfNode;
    private final ObjectNode labels;
    private final List<SliceAction> actions = new ArrayList<>();

    private SlicePlanner(ServiceView service, Function<String, @Nullable String> zoneOfNode) {
        this.service = service;
        this.zoneOfNode = zoneOfNode;
        this.labels = service.labelsForDependents();
        labels.put(SERVICE_NAME, service.metadata().name()).put(MANAGED_BY, MANAGER);
    }

    static List<SliceAction> plan(
            ServiceView service,
            List<PodView> pods,
            List<ObjectNode> slices,
            Function<String, @Nullable String> zoneOfNode) {
        SlicePlanner planner = new SlicePlanner(service, zoneOfNode);
        List<String> families = service.families();
        for (String family : families) {
            planner.planFamily(family, pods, slices.stream().filter(s -> is(s, family)).toList());
        }
        slices.stream()
                .filter(slice -> families.stream().noneMatch(family -> is(slice, family)))
                .forEach(slice -> planner.actions.add(new SliceAction.Delete(slice)));
        return planner.actions;
    }

    private static boolean is(ObjectNode slice, String family) {
        return slice.path("addressType").asString("").equals(family);
    }

    private void planFamily(String family, List<PodView> pods, List<ObjectNode> slices) {
        Map<ArrayNode, Map<String, ObjectNode>> wanted = new LinkedHashMap<>();
        pods.stream()
                .sorted(Comparator.comparing(pod -> pod.metadata().name()))
                .flatMap(pod -> Backend.of(service, pod, family).stream())
                .forEach(
                        backend ->
                                wanted.computeIfAbsent(backend.ports(), p -> new LinkedHashMap<>())
                                        .put(
                                                backend.pod().metadata().uid(),
                                                backend.endpoint(
                                                        service,
                                                        zoneOfNode.apply(
                                                                backend.pod().nodeName()))));
        if (wanted.isEmpty()) {
            wanted.put(Json.mapper().createArrayNode(), new LinkedHashMap<>());
        }
        List<ObjectNode> unused = new ArrayList<>(slices);
        wanted.forEach(
                (ports, endpoints) -> {
                    List<ObjectNode> group =
                            slices.stream().filter(s -> ports(s).equals(ports)).toList();
                    unused.removeAll(group);
                    planGroup(family, ports, endpoints, group);
                });
        unused.forEach(slice -> actions.add(new SliceAction.Delete(slice)));
    }

    private static JsonNode ports(ObjectNode slice) {
        return slice.get("ports") instanceof ArrayNode ports
                ? ports
                : Json.mapper().createArrayNode();
    }

    /** A slice as it is to be, beside what it was. */
    private record Draft(ObjectNode slice, ArrayNode endpoints) {
        boolean isChanged(ObjectNode labels) {
            return !endpoints.equals(slice.path("endpoints"))
                    || !labels.equals(slice.path("metadata").path("labels"));
        }

        int room() {
            return ENDPOINTS_MAX - endpoints.size();
        }
    }

    private void planGroup(
            String family,
            ArrayNode ports,
            Map<String, ObjectNode> wanted,
            List<ObjectNode> group) {
        Map<String, ObjectNode> missing = new LinkedHashMap<>(wanted);
        List<Draft> drafts = new ArrayList<>();
        for (ObjectNode slice : group) {
            drafts.add(keep(slice, missing));
        }
        List<ObjectNode> added = new ArrayList<>(missing.values());
        drafts.stream()
                .sorted(
                        Comparator.comparing((Draft d) -> !d.isChanged(labels))
                                .thenComparing(Draft::room))
                .forEach(draft -> fill(draft, added));
        boolean mayBeEmpty = wanted.isEmpty();
        for (Draft draft : drafts) {
            if (draft.endpoints().isEmpty() && !mayBeEmpty) {
                actions.add(new SliceAction.Delete(draft.slice()));
                continue;
            }
            mayBeEmpty = false;
            if (draft.isChanged(labels)) {
                actions.add(new SliceAction.Update(changed(draft)));
            }
        }
        while (!added.isEmpty() || mayBeEmpty) {
            Draft draft = new Draft(fresh(family, ports), Json.mapper().createArrayNode());
            fill(draft, added);
            draft.slice().set("endpoints", draft.endpoints());
            actions.add(new SliceAction.Create(draft.slice()));
            mayBeEmpty = false;
        }
    }

    /** The endpoints of a slice that are still wanted, as they are now. */
    private static Draft keep(ObjectNode slice, Map<String, ObjectNode> missing) {
        ArrayNode kept = Json.mapper().createArrayNode();
        for (JsonNode endpoint : slice.path("endpoints")) {
            ObjectNode now = missing.remove(endpoint.path("targetRef").path("uid").asString(""));
            if (now != null) {
                kept.add(now);
            }
        }
        return new Draft(slice, kept);
    }

    private static void fill(Draft draft, List<ObjectNode> added) {
        int count = Math.min(draft.room(), added.size());
        List<ObjectNode> taken = added.subList(0, count);
        taken.forEach(draft.endpoints()::add);
        taken.clear();
    }

    private ObjectNode changed(Draft draft) {
        ObjectNode slice = draft.slice().deepCopy();
        slice.withObject("metadata").set("labels", labels.deepCopy());
        slice.set("endpoints", draft.endpoints());
        return slice;
    }

    private ObjectNode fresh(String family, ArrayNode ports) {
        Metadata owner = service.metadata();
        ObjectNode slice = Json.object();
        slice.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
        ObjectNode metadata = slice.putObject("metadata");
        metadata.put("generateName", owner.name() + "-");
        metadata.put("namespace", Objects.requireNonNull(owner.namespace()));
        metadata.set("labels", labels.deepCopy());
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Service")
                .put("name", owner.name())
                .put("uid", owner.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        slice.put("addressType", family);
        slice.set("ports", ports);
        return slice;
    }
}
