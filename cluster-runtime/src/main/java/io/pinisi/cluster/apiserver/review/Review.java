package io.pinisi.cluster.apiserver.review;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.ResourceEndpoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint that only answers what is posted to it, with a status added. */
@FunctionalInterface
interface Review extends ResourceEndpoint {
    /**
     * @param namespace where the question was posted, or null
     * @param name of the object that a subresource is posted to, or null
     * @param body the question; the answer is written into it
     */
    void answer(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body);

    @Override
    default Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        answer(call, namespace, name, body);
        body.withObject("metadata").putNull("creationTimestamp");
        return new Written(Json.bytes(body), Written.Outcome.CREATED);
    }
}
