package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.TemplateHash;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Creates, scales, annotates and deletes the replica sets of deployments. */
record SetWriter(ApiClient client, EventRecorder recorder) {

    /**
     * Creates the set of the present template.
     *
     * @throws ApiException AlreadyExists where another object has the name
     */
    ReplicaSetView create(Rollout rollout, ObjectNode reference) {
        DeploymentView deployment = rollout.deployment();
        ObjectNode set = tree(rollout, reference);
        ResourcePath sets =
                ResourcePath.all(Resources.REPLICA_SETS).in(deployment.metadata().namespace());
        ReplicaSetView created = new ReplicaSetView(client.create(sets, set, WriteOptions.PLAIN));
        if (created.replicas() > 0) {
            tellScaled(deployment, created.name(), 0, created.replicas());
        }
        return created;
    }

    private static ObjectNode tree(Rollout rollout, ObjectNode reference) {
        DeploymentView deployment = rollout.deployment();
        String hash = TemplateHash.of(deployment.template(), deployment.collisionCount());
        ObjectNode template = (ObjectNode) deployment.template().deepCopy();
        template.withObject("metadata").withObject("labels").put(TemplateHash.LABEL, hash);
        ObjectNode selector = (ObjectNode) deployment.spec().path("selector").deepCopy();
        selector.withObject("matchLabels").put(TemplateHash.LABEL, hash);

        ObjectNode set = Json.object();
        set.put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        ObjectNode metadata = set.putObject("metadata");
        metadata.put("name", deployment.metadata().name() + "-" + hash);
        metadata.set("labels", template.path("metadata").path("labels").deepCopy());
        ObjectNode annotations = metadata.putObject("annotations");
        RevisionNotes.ofNew(rollout).forEach(annotations::put);
        metadata.putArray("ownerReferences").add(reference);
        ObjectNode spec = set.putObject("spec");
        spec.put("replicas", RolloutPlanner.sizeOfCurrent(rollout, 0));
        if (deployment.minReadySeconds() > 0) {
            spec.put("minReadySeconds", deployment.minReadySeconds());
        }
        spec.set("selector", selector);
        spec.set("template", template);
        return set;
    }

    /** Gives the set its size and the notes that go with it, if it has not got them. */
    void resize(Rollout rollout, Resize resize) {
        ReplicaSetView set = resize.set();
        Map<String, String> notes = RevisionNotes.sizes(rollout);
        Map<String, String> present = set.metadata().annotations();
        boolean sized = set.replicas() == resize.replicas();
        if (sized && present.entrySet().containsAll(notes.entrySet())) {
            return;
        }
        ObjectNode patch = patch(set, notes);
        patch.putObject("spec").put("replicas", resize.replicas());
        send(set, patch);
        if (!sized) {
            tellScaled(rollout.deployment(), set.name(), set.replicas(), resize.replicas());
        }
    }

    private void tellScaled(DeploymentView deployment, String set, int from, int to) {
        String direction = to > from ? "up" : "down";
        recorder.normal(
                deployment.tree(),
                "ScalingReplicaSet",
                "Scaled " + direction + " replica set " + set + " from " + from + " to " + to);
    }

    /** Brings notes and readiness delay of the present set up to date; returns it as it is then. */
    ReplicaSetView refresh(Rollout rollout, ReplicaSetView current) {
        Map<String, String> notes = RevisionNotes.changes(rollout, current);
        int delay = rollout.deployment().minReadySeconds();
        if (notes.isEmpty() && current.minReadySeconds() == delay) {
            return current;
        }
        ObjectNode patch = patch(current, notes);
        if (current.minReadySeconds() != delay) {
            patch.putObject("spec").put("minReadySeconds", delay);
        }
        return new ReplicaSetView(send(current, patch));
    }

    private static ObjectNode patch(ReplicaSetView set, Map<String, String> notes) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", set.metadata().resourceVersion());
        if (!notes.isEmpty()) {
            ObjectNode annotations = metadata.putObject("annotations");
            notes.forEach(annotations::put);
        }
        return patch;
    }

    private ObjectNode send(ReplicaSetView set, ObjectNode patch) {
        ResourcePath path = ResourcePath.of(Resources.REPLICA_SETS, set.metadata().key());
        return client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
    }

    void delete(ReplicaSetView set) {
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", set.metadata().uid());
        try {
            client.delete(ResourcePath.of(Resources.REPLICA_SETS, set.metadata().key()), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    /** Writes the revision that people see onto the deployment; returns it as it is then. */
    DeploymentView noteRevision(DeploymentView deployment, String revision) {
        Metadata metadata = deployment.metadata();
        if (revision.equals(metadata.annotation(RevisionNotes.REVISION))) {
            return deployment;
        }
        ObjectNode patch = Json.object();
        ObjectNode wanted = patch.putObject("metadata");
        wanted.put("resourceVersion", metadata.resourceVersion());
        wanted.putObject("annotations").put(RevisionNotes.REVISION, revision);
        ResourcePath path = ResourcePath.of(Resources.DEPLOYMENTS, metadata.key());
        return new DeploymentView(client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN));
    }
}
