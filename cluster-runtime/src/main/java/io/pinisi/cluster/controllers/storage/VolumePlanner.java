package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.VolumeView;
import java.util.Optional;

/** From a volume and the claim that it names to the volume's next step. Pure. */
final class VolumePlanner {
    static final String AVAILABLE = "Available";
    static final String BOUND = "Bound";
    static final String RELEASED = "Released";

    /** Says who has made a volume, and so who takes it away. */
    static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    private VolumePlanner() {}

    static VolumeStep plan(VolumeView volume, Optional<ClaimView> named) {
        if (!volume.isClaimed()) {
            return new VolumeStep.Phase(AVAILABLE);
        }
        if (volume.claimUid().isEmpty()) {
            return named.filter(claim -> claim.volumeName().isEmpty()).isPresent()
                            && volume.phase().equals(AVAILABLE)
                    ? new VolumeStep.AskClaim()
                    : new VolumeStep.Phase(AVAILABLE);
        }
        Optional<ClaimView> own =
                named.filter(claim -> claim.metadata().uid().equals(volume.claimUid()));
        if (own.isEmpty()) {
            return new VolumeStep.Phase(RELEASED);
        }
        String bound = own.get().volumeName();
        if (bound.isEmpty()) {
            return new VolumeStep.AskClaim();
        }
        if (bound.equals(volume.name())) {
            return new VolumeStep.Phase(BOUND);
        }
        boolean made = volume.metadata().annotation(PROVISIONED_BY) != null;
        if (made && volume.reclaimPolicy().equals("Delete")) {
            return new VolumeStep.Phase(RELEASED);
        }
        return new VolumeStep.Free(
                volume.metadata().annotation(ClaimView.BOUND_BY_CONTROLLER) != null);
    }
}
