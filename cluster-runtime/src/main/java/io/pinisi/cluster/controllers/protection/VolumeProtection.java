package io.pinisi.cluster.controllers.protection;

import io.pinisi.cluster.admission.StorageInUse;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import tools.jackson.databind.node.ObjectNode;

/** A deleted volume goes when no claim is bound to it any more. */
public final class VolumeProtection implements ClusterController {
    private static final String ACCOUNT = "pv-protection-controller";

    private final Finalizers finalizers;
    private final Lister volumes;
    private final Controller<ObjectKey> controller;

    public VolumeProtection(Environment environment) {
        this.finalizers = new Finalizers(environment.as(ACCOUNT), StorageInUse.VOLUME_FINALIZER);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer informer = environment.informers().of(Resources.VOLUMES);
        this.volumes = informer.lister();
        informer.addHandler(
                change -> {
                    if (Metadata.of(change.object()).isDeleting()) {
                        controller.queue().add(Metadata.key(change.object()));
                    }
                });
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
        ObjectNode volume = volumes.find(key).orElse(null);
        if (volume != null
                && Metadata.of(volume).isDeleting()
                && !volume.path("status").path("phase").asString("").equals("Bound")) {
            finalizers.remove(Resources.VOLUMES, key);
        }
        return Outcome.SETTLED;
    }
}
