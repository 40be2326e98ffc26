package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes volumes that are folders of the node that the scheduler chose, and takes them away with
 * what is in them when their claims are gone. For nodes whose disks this process can reach.
 */
public final class LocalProvisioner implements ClusterController {
    /** As storage classes name it. */
    public static final String NAME = "pinisi.io/local";

    private static final String ACCOUNT = "local-provisioner";

    private final ApiClient client;
    private final NodeFolders folders;
    private final EventRecorder recorder;
    private final Lister claims;
    private final Lister volumes;
    private final Lister classes;
    private final Controller<ObjectKey> making;
    private final Controller<ObjectKey> taking;

    public LocalProvisioner(Environment environment, NodeFolders folders) {
        this.client = environment.as(ACCOUNT);
        this.folders = folders;
        this.recorder = EventRecorder.of(client, NAME, environment.clock());
        this.making = Controller.of(ACCOUNT, environment.clock(), this::make, 1);
        this.taking = Controller.of(ACCOUNT, environment.clock(), this::take, 1);
        Informer claimInformer = environment.informers().of(Resources.CLAIMS);
        Informer volumeInformer = environment.informers().of(Resources.VOLUMES);
        this.claims = claimInformer.lister();
        this.volumes = volumeInformer.lister();
        this.classes = environment.informers().of(Resources.STORAGE_CLASSES).lister();
        claimInformer.addHandler(change -> making.queue().add(Metadata.key(change.object())));
        volumeInformer.addHandler(change -> taking.queue().add(Metadata.key(change.object())));
    }

    @Override
    public void start() {
        making.start();
        taking.start();
    }

    @Override
    public void close() {
        making.close();
        taking.close();
        recorder.close();
    }

    private Outcome make(ObjectKey key) {
        Optional<ClaimView> found = claims.find(key).map(ClaimView::new);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        ClaimView claim = found.get();
        boolean known = volumes.find(ObjectKey.cluster(Provision.volumeName(claim))).isPresent();
        switch (Provision.of(claim, known)) {
            case Provision.Nothing() -> {}
            case Provision.Refuse(String message) -> fail(claim, message);
            case Provision.Make make -> {
                return make(claim, make);
            }
        }
        return Outcome.SETTLED;
    }

    private Outcome make(ClaimView claim, Provision.Make make) {
        Optional<ObjectNode> storageClass = classes.find(ObjectKey.cluster(claim.storageClass()));
        try {
            String folder = folders.make(make.node(), make.name());
            client.create(
                    ResourcePath.all(Resources.VOLUMES),
                    Provision.volume(claim, storageClass, make, folder),
                    WriteOptions.PLAIN);
        } catch (IOException e) {
            fail(claim, String.valueOf(e.getMessage()));
            return Outcome.UNFINISHED;
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
            return Outcome.SETTLED;
        }
        recorder.normal(
                claim.tree(),
                "ProvisioningSucceeded",
                "Successfully provisioned volume " + make.name());
        return Outcome.SETTLED;
    }

    private void fail(ClaimView claim, String message) {
        recorder.warning(
                claim.tree(),
                "ProvisioningFailed",
                "failed to provision volume with StorageClass \"%s\": %s"
                        .formatted(claim.storageClass(), message));
    }

    private Outcome take(ObjectKey key) {
        Optional<VolumeView> found = volumes.find(key).map(VolumeView::new);
        if (found.filter(Provision::isOver).isEmpty()) {
            return Outcome.SETTLED;
        }
        VolumeView volume = found.get();
        try {
            folders.remove(Provision.nodeOf(volume), volume.name());
        } catch (IOException e) {
            recorder.warning(volume.tree(), "VolumeFailedDelete", String.valueOf(e.getMessage()));
            return Outcome.UNFINISHED;
        }
        if (!volume.metadata().isDeleting()) {
            client.delete(ResourcePath.of(Resources.VOLUMES, key), null);
        }
        return Outcome.SETTLED;
    }
}
