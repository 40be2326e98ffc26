package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.PodClaims;
import io.pinisi.cluster.controller.view.StorageClassView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of one pod, and what each of them means for a node: a bound one ties the pod to where
 * its volume is; one that waits for its first consumer is bound or provisioned for the node that is
 * chosen. Pure.
 */
public final class VolumePlan {
    private static final Verdict ELSEWHERE =
            Verdict.unfit("node(s) didn't match PersistentVolume's node affinity");
    private static final Verdict NOTHING_TO_BIND =
            Verdict.unfit("node(s) didn't find available persistent volumes to bind");

    private final VolumeState state;
    private final List<VolumeView> bound = new ArrayList<>();
    private final List<ClaimView> waiting = new ArrayList<>();
    private Verdict verdict = Verdict.FITS;

    /** What is to be written before the pod may be bound. */
    public sealed interface Task {
        ClaimView claim();

        /** The volume is kept for the claim. */
        record Keep(ClaimView claim, VolumeView volume) implements Task {}

        /** The claim names the node, for whoever makes its volume. */
        record Provision(ClaimView claim) implements Task {}
    }

    private VolumePlan(VolumeState state) {
        this.state = state;
    }

    public static VolumePlan of(PodFacts pod, VolumeState state) {
        VolumePlan plan = new VolumePlan(state);
        PodClaims.of(pod.tree()).forEach(plan::add);
        return plan;
    }

    private void add(ObjectKey key) {
        ClaimView claim = state.claims().get(key);
        if (claim == null) {
            refuse("persistentvolumeclaim \"%s\" not found".formatted(key.name()));
        } else if (claim.metadata().isDeleting()) {
            refuse("persistentvolumeclaim \"%s\" is being deleted".formatted(key.name()));
        } else if (claim.isBound()) {
            addBound(claim);
        } else if (isDelayed(claim)) {
            waiting.add(claim);
        } else {
            refuse("pod has unbound immediate PersistentVolumeClaims");
        }
    }

    private void addBound(ClaimView claim) {
        VolumeView volume = state.volumes().get(claim.volumeName());
        if (volume == null) {
            refuse(
                    "persistentvolumeclaim \"%s\" bound to non-existent persistentvolume \"%s\""
                            .formatted(claim.metadata().name(), claim.volumeName()));
        } else {
            bound.add(volume);
        }
    }

    private void refuse(String reason) {
        if (verdict == Verdict.FITS) {
            verdict = Verdict.unfit(reason);
        }
    }

    private boolean isDelayed(ClaimView claim) {
        StorageClassView storageClass = state.classes().get(claim.storageClass());
        return storageClass != null && storageClass.isDelayed();
    }

    /** Whether the pod can use all of its volumes on the node. */
    public Verdict judge(String node, Map<String, String> labels) {
        if (verdict != Verdict.FITS || (bound.isEmpty() && waiting.isEmpty())) {
            return verdict;
        }
        if (!bound.stream().allMatch(volume -> volume.reaches(node, labels))) {
            return ELSEWHERE;
        }
        return tasks(node, labels).size() == waiting.size() ? Verdict.FITS : NOTHING_TO_BIND;
    }

    /** One for each claim that still waits, as far as the node can serve it. */
    public List<Task> tasks(String node, Map<String, String> labels) {
        List<Task> tasks = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (ClaimView claim : waiting) {
            Optional<VolumeView> found =
                    VolumeView.bestFor(
                            claim,
                            state.volumes().values(),
                            volume ->
                                    volume.reaches(node, labels) && !taken.contains(volume.name()));
            if (found.isPresent()) {
                taken.add(found.get().name());
                tasks.add(new Task.Keep(claim, found.get()));
            } else if (canProvision(claim, node, labels)) {
                tasks.add(new Task.Provision(claim));
            }
        }
        return tasks;
    }

    /** A claim that has named a node already is served there and nowhere else. */
    private boolean canProvision(ClaimView claim, String node, Map<String, String> labels) {
        StorageClassView storageClass = state.classes().get(claim.storageClass());
        return storageClass != null
                && storageClass.isProvisioned()
                && (claim.selectedNode().isEmpty() || claim.selectedNode().equals(node))
                && storageClass.reaches(labels);
    }
}
