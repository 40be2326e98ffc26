package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.DeleteOptions;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceStore;
import io.pinisi.cluster.registry.SuccessStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code pods/eviction}: a deletion that asks, as a drain of a node sends it. */
final class PodEviction implements ResourceEndpoint {
    private final ResourceStore pods;

    PodEviction(ResourceStore pods) {
        this.pods = pods;
    }

    @Override
    public Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        String inBody = Metadata.of(body).name();
        String pod = name == null ? inBody : name;
        if (!inBody.isEmpty() && !inBody.equals(pod)) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        pods.delete(call, new ObjectKey(namespace, pod), options(body.path("deleteOptions")));
        return new Written(SuccessStatus.created(), Written.Outcome.CREATED);
    }

    private static DeleteOptions options(JsonNode options) {
        JsonNode grace = Json.at(options, "gracePeriodSeconds");
        return new DeleteOptions(
                grace == null ? null : grace.asLong(0),
                Json.text(options, "preconditions", "uid"),
                Json.text(options, "preconditions", "resourceVersion"),
                DeleteOptions.Propagation.DEFAULT);
    }
}
