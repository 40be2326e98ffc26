package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the finalizer off pods whose end is settled, and books that. */
record Finalizers(ApiClient client, Releases releases) {

    /** Returns false where the pod has changed; the change brings us here again. */
    boolean remove(String job, JobPod pod) {
        releases.add(job, pod.uid());
        boolean removed = false;
        try {
            removed = remove(pod);
        } finally {
            if (!removed) {
                releases.seen(job, pod.uid());
            }
        }
        return removed;
    }

    boolean remove(JobPod pod) {
        Metadata metadata = pod.view().metadata();
        ObjectNode patch = Json.object();
        ObjectNode wanted = patch.putObject("metadata");
        wanted.put("uid", metadata.uid()).put("resourceVersion", metadata.resourceVersion());
        ArrayNode others = wanted.putArray("finalizers");
        metadata.finalizers().stream()
                .filter(f -> !f.equals(JobPod.FINALIZER))
                .forEach(others::add);
        try {
            ResourcePath path = ResourcePath.of(Resources.PODS, metadata.key());
            client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
            return true;
        } catch (ApiException e) {
            if (e.is(Reason.CONFLICT)) {
                return false;
            }
            if (e.is(Reason.NOT_FOUND)) {
                return true;
            }
            throw e;
        }
    }
}
