package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.client.informer.Index;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.StorageClassView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Binds claims to volumes and keeps the phases of both true. */
public final class VolumeBinder implements ClusterController {
    private static final String ACCOUNT = "persistent-volume-binder";
    private static final String COMPONENT = "persistentvolume-controller";
    private static final String WAITING = "waiting";

    /** A claim that found nothing is looked at again, like in the original. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final BindingWrites writes;
    private final EventRecorder recorder;
    private final Lister claims;
    private final Lister volumes;
    private final Lister classes;
    private final Controller<ObjectKey> claimController;
    private final Controller<ObjectKey> volumeController;

    public VolumeBinder(Environment environment) {
        this.writes = new BindingWrites(environment.as(ACCOUNT));
        this.recorder = EventRecorder.of(environment.as(ACCOUNT), COMPONENT, environment.clock());
        this.claimController = Controller.of(ACCOUNT, environment.clock(), this::bindClaim, 1);
        this.volumeController = Controller.of(ACCOUNT, environment.clock(), this::judge, 1);
        Informer claimInformer = environment.informers().of(Resources.CLAIMS);
        Informer volumeInformer = environment.informers().of(Resources.VOLUMES);
        Informer classInformer = environment.informers().of(Resources.STORAGE_CLASSES);
        claimInformer.addIndex(new Index(WAITING, VolumeBinder::waiting));
        this.claims = claimInformer.lister();
        this.volumes = volumeInformer.lister();
        this.classes = classInformer.lister();
        claimInformer.addHandler(change -> claimChanged(change.object()));
        volumeInformer.addHandler(change -> volumeChanged(change.object()));
        classInformer.addHandler(change -> wakeWaiting());
    }

    private static List<String> waiting(ObjectNode claim) {
        return new ClaimView(claim).isBound() ? List.of() : List.of(WAITING);
    }

    private void claimChanged(ObjectNode tree) {
        ClaimView claim = new ClaimView(tree);
        claimController.queue().add(claim.key());
        if (!claim.volumeName().isEmpty()) {
            volumeController.queue().add(ObjectKey.cluster(claim.volumeName()));
        }
    }

    private void volumeChanged(ObjectNode tree) {
        VolumeView volume = new VolumeView(tree);
        volumeController.queue().add(Metadata.key(tree));
        if (volume.isClaimed()) {
            claimController.queue().add(volume.claim());
        } else {
            wakeWaiting();
        }
    }

    private void wakeWaiting() {
        claims.by(WAITING, WAITING)
                .forEach(claim -> claimController.queue().add(Metadata.key(claim)));
    }

    @Override
    public void start() {
        claimController.start();
        volumeController.start();
    }

    @Override
    public void close() {
        claimController.close();
        volumeController.close();
        recorder.close();
    }

    private Outcome bindClaim(ObjectKey key) {
        Optional<ObjectNode> found = claims.find(key);
        if (found.isEmpty()) {
            volumes.list().stream()
                    .map(VolumeView::new)
                    .filter(volume -> volume.isClaimed() && volume.claim().equals(key))
                    .forEach(
                            volume ->
                                    volumeController.queue().add(ObjectKey.cluster(volume.name())));
            return Outcome.SETTLED;
        }
        ClaimView claim = new ClaimView(found.get());
        Optional<StorageClassView> storageClass =
                claim.storageClass().isEmpty()
                        ? Optional.empty()
                        : classes.find(ObjectKey.cluster(claim.storageClass()))
                                .map(StorageClassView::new);
        List<VolumeView> all = volumes.list().stream().map(VolumeView::new).toList();
        return carryOut(claim, ClaimPlanner.plan(claim, all, storageClass));
    }

    private Outcome carryOut(ClaimView claim, ClaimStep step) {
        switch (step) {
            case ClaimStep.Rest() -> {}
            case ClaimStep.Bind(VolumeView volume) -> writes.bind(volume, claim);
            case ClaimStep.Ask(String provisioner) -> {
                writes.ask(claim, provisioner);
                recorder.normal(
                        claim.tree(),
                        "ExternalProvisioning",
                        "Waiting for a volume to be created either by the external provisioner '"
                                + provisioner
                                + "' or manually by the system administrator. If volume creation"
                                + " is delayed, please verify that the provisioner is running and"
                                + " correctly registered.");
            }
            case ClaimStep.Wait(boolean warning, String reason, String message) -> {
                tell(claim, warning, reason, message);
                return Outcome.revisit(AGAIN);
            }
            case ClaimStep.Lost(String reason, String message) -> {
                if (!claim.tree().path("status").path("phase").asString("").equals("Lost")) {
                    tell(claim, true, reason, message);
                    writes.lose(claim);
                }
            }
        }
        return Outcome.SETTLED;
    }

    private void tell(ClaimView claim, boolean warning, String reason, String message) {
        if (warning) {
            recorder.warning(claim.tree(), reason, message);
        } else {
            recorder.normal(claim.tree(), reason, message);
        }
    }

    private Outcome judge(ObjectKey key) {
        Optional<VolumeView> found = volumes.find(key).map(VolumeView::new);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        VolumeView volume = found.get();
        Optional<ClaimView> named =
                volume.isClaimed()
                        ? claims.find(volume.claim()).map(ClaimView::new)
                        : Optional.empty();
        switch (VolumePlanner.plan(volume, named)) {
            case VolumeStep.Phase(String phase) ->
                    writes.phase(Resources.VOLUMES, volume.tree(), phase);
            case VolumeStep.AskClaim() -> claimController.queue().add(volume.claim());
            case VolumeStep.Free(boolean altogether) -> writes.free(volume, altogether);
        }
        return Outcome.SETTLED;
    }
}
