package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodClaims;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the claims of ephemeral volumes; they go with their pods (KEP-1698). */
public final class EphemeralClaims implements ClusterController {
    private static final String ACCOUNT = "ephemeral-volume-controller";

    private final ApiClient client;
    private final EventRecorder recorder;
    private final Lister pods;
    private final Lister claims;
    private final Controller<ObjectKey> controller;

    public EphemeralClaims(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer podInformer = environment.informers().of(Resources.PODS);
        Informer claimInformer = environment.informers().of(Resources.CLAIMS);
        this.pods = podInformer.lister();
        this.claims = claimInformer.lister();
        podInformer.addHandler(
                change -> {
                    if (hasEphemeral(change.object())) {
                        controller.queue().add(Metadata.key(change.object()));
                    }
                });
        claimInformer.addHandler(
                change ->
                        Metadata.of(change.object())
                                .controller()
                                .filter(owner -> owner.kind().equals("Pod"))
                                .ifPresent(owner -> wake(change.object(), owner.name())));
    }

    private static boolean hasEphemeral(ObjectNode pod) {
        return pod.path("spec")
                .path("volumes")
                .valueStream()
                .anyMatch(volume -> volume.has("ephemeral"));
    }

    private void wake(ObjectNode claim, String pod) {
        String namespace = Objects.requireNonNull(Metadata.of(claim).namespace());
        controller.queue().add(ObjectKey.of(namespace, pod));
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        recorder.close();
    }

    private Outcome reconcile(ObjectKey key) {
        ObjectNode pod = pods.find(key).orElse(null);
        if (pod == null || Metadata.of(pod).isDeleting()) {
            return Outcome.SETTLED;
        }
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (volume.has("ephemeral")) {
                ensure(pod, volume);
            }
        }
        return Outcome.SETTLED;
    }

    private void ensure(ObjectNode pod, JsonNode volume) {
        Metadata owner = Metadata.of(pod);
        String namespace = Objects.requireNonNull(owner.namespace());
        ObjectKey key = ObjectKey.of(namespace, PodClaims.nameOf(owner.name(), volume));
        Optional<ObjectNode> present = claims.find(key);
        if (present.isPresent()) {
            if (!Metadata.of(present.get()).isControlledBy(owner.uid())) {
                recorder.warning(
                        pod,
                        "EphemeralVolumeConflict",
                        "PVC \"%s\" was not created for pod \"%s\" (pod is not owner)"
                                .formatted(key, owner.key()));
            }
            return;
        }
        try {
            client.create(
                    ResourcePath.all(Resources.CLAIMS).in(namespace),
                    claim(pod, volume, key.name()),
                    WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                recorder.warning(
                        pod,
                        "EphemeralVolumeCreationFailed",
                        "ephemeral volume %s: create PVC %s: %s"
                                .formatted(volume.path("name").asString(""), key, e.getMessage()));
                throw e;
            }
        }
    }

    private static ObjectNode claim(ObjectNode pod, JsonNode volume, String name) {
        JsonNode template = volume.path("ephemeral").path("volumeClaimTemplate");
        ObjectNode claim = Json.object().put("apiVersion", "v1");
        claim.put("kind", "PersistentVolumeClaim");
        ObjectNode metadata =
                template.get("metadata") instanceof ObjectNode given
                        ? given.deepCopy()
                        : Json.object();
        metadata.put("name", name);
        Metadata owner = Metadata.of(pod);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", owner.name())
                .put("uid", owner.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        claim.set("metadata", metadata);
        claim.set("spec", template.path("spec").deepCopy());
        return claim;
    }
}
