package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.StorageClassView;
import io.pinisi.cluster.controller.view.VolumeView;
import java.util.Collection;
import java.util.Optional;

/** From a claim, all volumes and the claim's class to the claim's next step. Pure. */
final class ClaimPlanner {
    private ClaimPlanner() {}

    static ClaimStep plan(
            ClaimView claim,
            Collection<VolumeView> volumes,
            Optional<StorageClassView> storageClass) {
        if (claim.metadata().annotation(ClaimView.BIND_COMPLETED) != null) {
            return bound(claim, volumes);
        }
        if (claim.metadata().isDeleting()) {
            return new ClaimStep.Rest();
        }
        return claim.volumeName().isEmpty()
                ? search(claim, volumes, storageClass)
                : wanted(claim, volumes);
    }

    private static ClaimStep bound(ClaimView claim, Collection<VolumeView> volumes) {
        if (claim.volumeName().isEmpty()) {
            return lost("Bound claim has lost reference to PersistentVolume.");
        }
        Optional<VolumeView> volume = named(claim.volumeName(), volumes);
        if (volume.isEmpty()) {
            return lost("Bound claim has lost its PersistentVolume.");
        }
        if (!volume.get().isClaimed() || volume.get().isFor(claim)) {
            return new ClaimStep.Bind(volume.get());
        }
        return new ClaimStep.Lost(
                "ClaimMisbound",
                "Two claims are bound to the same volume, this one is bound incorrectly");
    }

    private static ClaimStep lost(String what) {
        return new ClaimStep.Lost("ClaimLost", what + " Data on the volume is lost!");
    }

    private static Optional<VolumeView> named(String name, Collection<VolumeView> volumes) {
        return volumes.stream().filter(volume -> volume.name().equals(name)).findFirst();
    }

    /** Somebody asked for a certain volume. */
    private static ClaimStep wanted(ClaimView claim, Collection<VolumeView> volumes) {
        Optional<VolumeView> volume = named(claim.volumeName(), volumes);
        if (volume.isEmpty()) {
            return new ClaimStep.Rest();
        }
        if (!volume.get().isOpenTo(claim)) {
            return new ClaimStep.Wait(
                    true,
                    "FailedBinding",
                    "volume \"%s\" already bound to a different claim."
                            .formatted(claim.volumeName()));
        }
        if (!volume.get().isFor(claim) && !volume.get().satisfies(claim)) {
            return new ClaimStep.Wait(
                    true,
                    "VolumeMismatch",
                    "Cannot bind to requested volume \"%s\": it does not offer what is asked for"
                            .formatted(claim.volumeName()));
        }
        return new ClaimStep.Bind(volume.get());
    }

    private static ClaimStep search(
            ClaimView claim,
            Collection<VolumeView> volumes,
            Optional<StorageClassView> storageClass) {
        boolean delayed = storageClass.filter(StorageClassView::isDelayed).isPresent();
        Optional<VolumeView> found =
                VolumeView.bestFor(claim, volumes, volume -> !delayed || volume.isFor(claim));
        if (found.isPresent()) {
            return new ClaimStep.Bind(found.get());
        }
        if (delayed && claim.selectedNode().isEmpty()) {
            return new ClaimStep.Wait(
                    false,
                    "WaitForFirstConsumer",
                    "waiting for first consumer to be created before binding");
        }
        if (claim.storageClass().isEmpty()) {
            return new ClaimStep.Wait(
                    false,
                    "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set");
        }
        return storageClass
                .map(ClaimPlanner::provision)
                .orElseGet(
                        () ->
                                failed(
                                        "storageclass.storage.k8s.io \"%s\" not found"
                                                .formatted(claim.storageClass())));
    }

    private static ClaimStep provision(StorageClassView storageClass) {
        return storageClass.isProvisioned()
                ? new ClaimStep.Ask(storageClass.provisioner())
                : failed("no volume plugin matched name: " + storageClass.provisioner());
    }

    private static ClaimStep failed(String message) {
        return new ClaimStep.Wait(true, "ProvisioningFailed", message);
    }
}
