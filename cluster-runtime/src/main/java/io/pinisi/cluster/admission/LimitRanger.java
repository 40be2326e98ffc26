package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives containers the requests and limits that the namespace's limit ranges have for them, and
 * refuses pods and claims that ask for too little or too much.
 */
public final class LimitRanger implements MutatingPlugin, ValidatingPlugin {
    private static final GroupResource RANGES = new GroupResource("", "limitranges");
    private static final String NOTE = "kubernetes.io/limit-ranger";

    private final ObjectLookup objects;

    public LimitRanger(ObjectLookup objects) {
        this.objects = objects;
    }

    private List<ObjectNode> items(AdmissionRequest request) {
        String namespace = request.key().namespace();
        if (namespace == null || request.object() == null) {
            return List.of();
        }
        List<ObjectNode> items = new ArrayList<>();
        for (ApiObject range : objects.all(RANGES, namespace)) {
            range.tree().path("spec").path("limits").forEach(item -> items.add((ObjectNode) item));
        }
        return items;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        if (pod == null || !concernsPod(request)) {
            return;
        }
        List<String> notes = new ArrayList<>();
        for (ObjectNode item : items(request)) {
            if (item.path("type").asString("").equals("Container")) {
                for (JsonNode container : PodUsage.containers(pod.path("spec"))) {
                    complete((ObjectNode) container, item, notes);
                }
            }
        }
        if (!notes.isEmpty() && request.operation() == Operation.CREATE) {
            child(child(pod, "metadata"), "annotations")
                    .put(NOTE, "LimitRanger plugin set: " + String.join("; ", notes));
        }
    }

    /** The resources of a pod come with its creation, and change by a resize. */
    private static boolean concernsPod(AdmissionRequest request) {
        return request.is(Operation.CREATE, "", "pods") || request.isResize();
    }

    private static void complete(ObjectNode container, ObjectNode item, List<String> notes) {
        String name = container.path("name").asString("");
        note(fill(container, "requests", item.path("defaultRequest")), "request", name, notes);
        note(fill(container, "limits", item.path("default")), "limit", name, notes);
    }

    private static void note(Set<String> set, String what, String container, List<String> notes) {
        if (!set.isEmpty()) {
            notes.add(String.join(", ", set) + " " + what + " for container " + container);
        }
    }

    private static Set<String> fill(ObjectNode container, String field, JsonNode defaults) {
        Set<String> set = new TreeSet<>();
        for (Map.Entry<String, JsonNode> amount : defaults.properties()) {
            ObjectNode given = child(child(container, "resources"), field);
            if (!given.has(amount.getKey())) {
                given.set(amount.getKey(), amount.getValue());
                set.add(amount.getKey());
            }
        }
        return set;
    }

    private static ObjectNode child(ObjectNode object, String name) {
        return object.get(name) instanceof ObjectNode present ? present : object.putObject(name);
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        boolean pod = concernsPod(request);
        boolean claim =
                request.is(Operation.CREATE, "", "persistentvolumeclaims")
                        || request.is(Operation.UPDATE, "", "persistentvolumeclaims");
        if (object == null || (!pod && !claim)) {
            return;
        }
        List<String> faults = new ArrayList<>();
        for (ObjectNode item : items(request)) {
            String type = item.path("type").asString("");
            if (pod && type.equals("Container")) {
                for (JsonNode container : PodUsage.containers(object.path("spec"))) {
                    JsonNode resources = container.path("resources");
                    new Bounds(
                                    item,
                                    type,
                                    Usage.of(resources.get("requests")),
                                    Usage.of(resources.get("limits")))
                            .check(faults);
                }
            } else if (pod && type.equals("Pod")) {
                JsonNode spec = object.path("spec");
                new Bounds(item, type, PodUsage.requests(spec), PodUsage.limits(spec))
                        .check(faults);
            } else if (claim && type.equals("PersistentVolumeClaim")) {
                JsonNode requests = Json.at(object, "spec", "resources", "requests");
                new Bounds(item, type, Usage.of(requests), Usage.NONE).checkRequests(faults);
            }
        }
        if (!faults.isEmpty()) {
            String text =
                    faults.size() == 1 ? faults.getFirst() : "[" + String.join(", ", faults) + "]";
            throw ApiException.forbidden(
                    request.resource().groupResource(), request.key().name(), text);
        }
    }

    /** One item of a limit range against one thing that asks for something. */
    private record Bounds(ObjectNode item, String type, Usage requests, Usage limits) {

        void check(List<String> faults) {
            Usage min = Usage.of(item.get("min"));
            Usage max = Usage.of(item.get("max"));
            min.amounts().forEach((name, least) -> checkLeast(name, least, faults));
            max.amounts().forEach((name, most) -> checkMost(name, most, faults));
            Usage.of(item.get("maxLimitRequestRatio"))
                    .amounts()
                    .forEach((name, ratio) -> checkRatio(name, ratio, faults));
        }

        void checkRequests(List<String> faults) {
            Usage.of(item.get("min"))
                    .amounts()
                    .forEach((name, least) -> checkLeast(name, least, faults));
            Usage.of(item.get("max"))
                    .amounts()
                    .forEach(
                            (name, most) -> {
                                if (!requests.has(name)) {
                                    faults.add(
                                            bound("maximum", name, most)
                                                    + ".  No request is specified");
                                } else if (requests.get(name).compareTo(most) > 0) {
                                    faults.add(
                                            bound("maximum", name, most)
                                                    + ", but request is "
                                                    + requests.get(name));
                                }
                            });
        }

        private String bound(String word, String name, Quantity amount) {
            return word + " " + name + " usage per " + type + " is " + amount;
        }

        private void checkLeast(String name, Quantity least, List<String> faults) {
            String text = bound("minimum", name, least);
            if (!requests.has(name)) {
                faults.add(text + ".  No request is specified");
            } else if (requests.get(name).compareTo(least) < 0) {
                faults.add(text + ", but request is " + requests.get(name));
            } else if (limits.has(name) && limits.get(name).compareTo(least) < 0) {
                faults.add(text + ", but limit is " + limits.get(name));
            }
        }

        private void checkMost(String name, Quantity most, List<String> faults) {
            String text = bound("maximum", name, most);
            if (!limits.has(name)) {
                faults.add(text + ".  No limit is specified");
            } else if (limits.get(name).compareTo(most) > 0) {
                faults.add(text + ", but limit is " + limits.get(name));
            } else if (requests.get(name).compareTo(most) > 0) {
                faults.add(text + ", but request is " + requests.get(name));
            }
        }

        private void checkRatio(String name, Quantity most, List<String> faults) {
            String text = name + " max limit to request ratio per " + type + " is " + most;
            if (requests.get(name).isZero()) {
                faults.add(text + ", but no request is specified or request is 0");
                return;
            }
            if (limits.get(name).isZero()) {
                faults.add(text + ", but no limit is specified or limit is 0");
                return;
            }
            double ratio =
                    limits.get(name).value().doubleValue()
                            / requests.get(name).value().doubleValue();
            if (ratio > most.value().doubleValue()) {
                faults.add(
                        text
                                + ", but provided ratio is "
                                + String.format(java.util.Locale.ROOT, "%f", ratio));
            }
        }
    }
}
