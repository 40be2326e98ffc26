package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/** Has the claims of a pod bound for its node, before the pod itself is bound. */
final class ClaimBinder {
    static final GroupVersionResource CLAIMS =
            GroupVersionResource.of("v1", "persistentvolumeclaims");
    static final GroupVersionResource VOLUMES = GroupVersionResource.of("v1", "persistentvolumes");

    private final ApiClient client;
    private final Lister claims;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    ClaimBinder(ApiClient client, Lister claims) {
        this.client = client;
        this.claims = claims;
    }

    /** To be called after every change of a claim. */
    void claimChanged() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the tasks and waits until their claims are bound.
     *
     * @return whether they are, within the limit
     */
    boolean carryOut(List<VolumePlan.Task> tasks, String node, Duration limit)
            throws InterruptedException {
        for (VolumePlan.Task task : tasks) {
            switch (task) {
                case VolumePlan.Task.Keep(ClaimView claim, VolumeView volume) ->
                        keep(volume, claim);
                case VolumePlan.Task.Provision(ClaimView claim) -> select(claim, node);
            }
        }
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!areBound(tasks)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean areBound(List<VolumePlan.Task> tasks) {
        return tasks.stream()
                .allMatch(
                        task ->
                                claims.find(task.claim().key())
                                        .filter(live -> new ClaimView(live).isBound())
                                        .isPresent());
    }

    private void keep(VolumeView volume, ClaimView claim) {
        if (!volume.isClaimed() || volume.claimUid().isEmpty()) {
            client.update(
                    ResourcePath.of(VOLUMES, ObjectKey.cluster(volume.name())),
                    volume.keptFor(claim),
                    WriteOptions.PLAIN);
        }
    }

    private void select(ClaimView claim, String node) {
        if (claim.selectedNode().equals(node)) {
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", claim.metadata().resourceVersion());
        metadata.putObject("annotations").put(ClaimView.SELECTED_NODE, node);
        client.patch(
                ResourcePath.of(CLAIMS, claim.key()), PatchType.MERGE, patch, WriteOptions.PLAIN);
    }
}
