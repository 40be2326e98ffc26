package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code autoscaling/v1 Scale}: the number of replicas of any kind that has one, and no more. */
final class ScaleEndpoint implements ResourceEndpoint {
    private final ResourceStore store;
    private final Kind.ScalePaths paths;

    ScaleEndpoint(ResourceStore store, Kind.ScalePaths paths) {
        this.store = store.asCounting("scale", store.kind().strategy());
        this.paths = paths;
    }

    @Override
    public ApiObject get(ObjectKey key, String resourceVersion) {
        ApiObject object = store.get(key, resourceVersion);
        ObjectNode scale = scale(object.tree());
        return new ApiObject(
                key, object.uid(), object.revision(), Map.of(), Map.of(), Json.bytes(scale));
    }

    @Override
    public Written update(Call call, ObjectKey key, ObjectNode body) {
        return write(call, key, "update", live -> body);
    }

    @Override
    public Written patch(Call call, ObjectKey key, PatchBody patch) {
        return write(call, key, "patch", live -> store.patchedPlainly(live, patch));
    }

    private Written write(
            Call call,
            ObjectKey key,
            String verb,
            java.util.function.UnaryOperator<ObjectNode> change) {
        Written written =
                store.rewrite(
                        call,
                        key,
                        verb,
                        object -> {
                            ObjectNode wanted = change.apply(scale(object));
                            checkVersion(key, object, wanted);
                            set(object, paths.spec(), replicas(key, wanted));
                            return object;
                        });
        byte[] scale = Json.bytes(scale(Json.parse(written.json())));
        return new Written(scale, written.outcome());
    }

    private void checkVersion(ObjectKey key, ObjectNode object, ObjectNode wanted) {
        String based = Metadata.of(wanted).resourceVersion();
        if (!based.isEmpty() && !based.equals(Metadata.of(object).resourceVersion())) {
            throw SystemMetadata.modified(store.resource(), key);
        }
    }

    private static int replicas(ObjectKey key, ObjectNode scale) {
        JsonNode value = scale.path("spec").path("replicas");
        int replicas = value.asInt(0);
        if (replicas < 0) {
            FieldError error =
                    FieldError.invalid(
                            "spec.replicas",
                            Integer.toString(replicas),
                            "must be greater than or equal to 0");
            throw ApiException.invalid("autoscaling", "Scale", key.name(), List.of(error));
        }
        if (!value.isMissingNode() && !value.isIntegralNumber()) {
            throw new ApiException(Reason.BAD_REQUEST, "spec.replicas must be an integer");
        }
        return replicas;
    }

    private ObjectNode scale(ObjectNode object) {
        ObjectNode scale = Json.object();
        scale.put("kind", "Scale");
        scale.put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field :
                List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            JsonNode value = object.path("metadata").get(field);
            if (value != null) {
                metadata.set(field, value);
            }
        }
        scale.putObject("spec").put("replicas", number(object, paths.spec()));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", number(object, paths.status()));
        String selector = paths.selector().apply(object);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static int number(ObjectNode object, String path) {
        JsonNode value = at(object, path);
        return value == null ? 0 : value.asInt(0);
    }

    private static @Nullable JsonNode at(ObjectNode object, String path) {
        return Json.at(object, steps(path));
    }

    private static void set(ObjectNode object, String path, int value) {
        String[] steps = steps(path);
        ObjectNode node = object;
        for (int i = 0; i < steps.length - 1; i++) {
            node =
                    node.get(steps[i]) instanceof ObjectNode child
                            ? child
                            : node.putObject(steps[i]);
        }
        node.put(steps[steps.length - 1], value);
    }

    /**
     * Paths come as {@code spec.replicas} and, from custom resources, as {@code .spec.replicas}.
     */
    private static String[] steps(String path) {
        return (path.startsWith(".") ? path.substring(1) : path).split("\\.");
    }
}
