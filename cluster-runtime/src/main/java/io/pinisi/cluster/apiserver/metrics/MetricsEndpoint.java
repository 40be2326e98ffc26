package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.FieldSelector;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.ListQuery;
import io.pinisi.cluster.registry.ObjectList;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The usage of every object of a core resource that has any, under the object's own name. */
final class MetricsEndpoint implements ResourceEndpoint {
    private static final Set<String> FIELDS = Set.of("metadata.name", "metadata.namespace");

    private final GroupResource resource;
    private final Subject subject;
    private final ObjectLookup objects;
    private final UsageCache cache;
    private final InstantSource clock;

    /** What is measured. */
    enum Subject {
        NODES("nodes", "NodeMetrics"),
        PODS("pods", "PodMetrics");

        private final String resource;
        private final String kind;

        Subject(String resource, String kind) {
            this.resource = resource;
            this.kind = kind;
        }

        GroupResource resource() {
            return new GroupResource("", resource);
        }

        String kind() {
            return kind;
        }
    }

    MetricsEndpoint(Subject subject, ObjectLookup objects, UsageCache cache, InstantSource clock) {
        this.resource = new GroupResource(ResourceMetrics.GROUP, subject.resource);
        this.subject = subject;
        this.objects = objects;
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public ApiObject get(ObjectKey key, String resourceVersion) {
        String name = key.namespace() == null ? key.name() : key.namespace() + "/" + key.name();
        ApiObject object =
                objects.find(subject.resource(), key)
                        .orElseThrow(() -> ApiException.notFound(subject.resource(), name));
        return metrics(object).orElseThrow(() -> ApiException.notFound(resource, name));
    }

    @Override
    public ObjectList list(ListQuery query) {
        LabelSelector labels = LabelSelector.parse(query.labelSelector());
        FieldSelector fields = FieldSelector.parse(query.fieldSelector());
        for (FieldSelector.Requirement requirement : fields.requirements()) {
            if (!FIELDS.contains(requirement.field())) {
                throw ApiException.badRequest("field label not supported: " + requirement.field());
            }
        }
        List<ApiObject> items =
                objects.all(subject.resource(), query.namespace()).stream()
                        .filter(object -> labels.matches(object.labels()))
                        .filter(object -> fields.matches(object.fields()))
                        .flatMap(object -> metrics(object).stream())
                        .toList();
        return new ObjectList(items, 0, "", -1);
    }

    private Optional<ApiObject> metrics(ApiObject object) {
        return switch (subject) {
            case NODES ->
                    cache.node(object.key().name())
                            .map(
                                    measured -> {
                                        ObjectNode tree = tree(object, measured);
                                        tree.set("usage", measured.total().tree());
                                        return answer(object, tree);
                                    });
            case PODS -> ofPod(object);
        };
    }

    private Optional<ApiObject> ofPod(ApiObject pod) {
        if (!"Running".equals(pod.fields().get("status.phase"))) {
            return Optional.empty();
        }
        return cache.pod(pod.fields().getOrDefault("spec.nodeName", ""), pod.uid())
                .map(
                        measured -> {
                            ObjectNode tree = tree(pod, measured);
                            ArrayNode containers = tree.putArray("containers");
                            measured.containers()
                                    .forEach(
                                            (name, usage) ->
                                                    containers
                                                            .addObject()
                                                            .put("name", name)
                                                            .set("usage", usage.tree()));
                            return answer(pod, tree);
                        });
    }

    private ObjectNode tree(ApiObject object, Measured measured) {
        ObjectNode tree =
                Json.object()
                        .put("kind", subject.kind)
                        .put("apiVersion", ResourceMetrics.API_VERSION);
        ObjectNode metadata = tree.putObject("metadata").put("name", object.key().name());
        if (object.key().namespace() != null) {
            metadata.put("namespace", object.key().namespace());
        }
        metadata.put("creationTimestamp", seconds(clock.instant()));
        if (!object.labels().isEmpty()) {
            ObjectNode labels = metadata.putObject("labels");
            new TreeMap<>(object.labels()).forEach(labels::put);
        }
        return tree.put("timestamp", seconds(measured.at())).put("window", measured.windowText());
    }

    private static String seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ApiObject answer(ApiObject object, ObjectNode tree) {
        return new ApiObject(object.key(), "", 0, object.labels(), Map.of(), Json.bytes(tree));
    }
}
