package io.pinisi.cluster.controllers.protection;

import io.pinisi.cluster.admission.StorageInUse;
import io.pinisi.cluster.client.informer.Index;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.PodClaims;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.PodUsage;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A deleted claim goes when no pod on a node mounts it any more. */
public final class ClaimProtection implements ClusterController {
    private static final String ACCOUNT = "pvc-protection-controller";
    private static final String BY_CLAIM = "claim";

    private final Finalizers finalizers;
    private final Lister claims;
    private final Lister pods;
    private final Controller<ObjectKey> controller;

    public ClaimProtection(Environment environment) {
        this.finalizers = new Finalizers(environment.as(ACCOUNT), StorageInUse.CLAIM_FINALIZER);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer claimInformer = environment.informers().of(Resources.CLAIMS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        podInformer.addIndex(new Index(BY_CLAIM, ClaimProtection::claimsOf));
        this.claims = claimInformer.lister();
        this.pods = podInformer.lister();
        claimInformer.addHandler(
                change -> {
                    if (Metadata.of(change.object()).isDeleting()) {
                        controller.queue().add(Metadata.key(change.object()));
                    }
                });
        podInformer.addHandler(
                change -> PodClaims.of(change.object()).forEach(controller.queue()::add));
    }

    private static List<String> claimsOf(ObjectNode pod) {
        return PodClaims.of(pod).stream().map(ObjectKey::toString).toList();
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(ObjectKey key) {
        ObjectNode claim = claims.find(key).orElse(null);
        if (claim != null && Metadata.of(claim).isDeleting() && !isUsed(key)) {
            finalizers.remove(Resources.CLAIMS, key);
        }
        return Outcome.SETTLED;
    }

    private boolean isUsed(ObjectKey key) {
        return pods.by(BY_CLAIM, key.toString()).stream()
                .anyMatch(
                        pod ->
                                !pod.path("spec").path("nodeName").asString("").isEmpty()
                                        && !PodUsage.isOver(pod));
    }
}
