package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The annotations by which sets remember their revision and the size they were scaled for. Pure.
 */
final class RevisionNotes {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";
    private static final int HISTORY_LENGTH_MAX = 2000;

    /** Annotations of a deployment that say nothing about its sets. */
    private static final Set<String> OWN =
            Set.of(
                    "kubectl.kubernetes.io/last-applied-configuration",
                    REVISION,
                    HISTORY,
                    DESIRED,
                    MAX,
                    "deprecated.deployment.rollback.to");

    private RevisionNotes() {}

    /** The revision that the set of the present template must have: above every earlier one. */
    static long next(Rollout rollout) {
        return 1
                + rollout.old().stream()
                        .mapToLong(ReplicaSetView::revision)
                        .filter(revision -> revision > 0)
                        .max()
                        .orElse(0);
    }

    /** The annotations of a set that is about to be made. */
    static Map<String, String> ofNew(Rollout rollout) {
        Map<String, String> notes = copied(rollout.deployment().metadata());
        notes.put(REVISION, Long.toString(next(rollout)));
        notes.putAll(sizes(rollout));
        return notes;
    }

    /** What must change in the annotations of the set of the present template. */
    static Map<String, String> changes(Rollout rollout, ReplicaSetView current) {
        Map<String, String> notes = copied(rollout.deployment().metadata());
        long next = next(rollout);
        if (current.revision() < next) {
            notes.put(REVISION, Long.toString(next));
            if (current.revision() > 0) {
                notes.put(HISTORY, history(current));
            }
        }
        Map<String, String> present = current.metadata().annotations();
        notes.entrySet().removeIf(note -> note.getValue().equals(present.get(note.getKey())));
        return notes;
    }

    /** Notes that a set of this rollout carries when it is scaled. */
    static Map<String, String> sizes(Rollout rollout) {
        Map<String, String> sizes = new LinkedHashMap<>();
        sizes.put(DESIRED, Integer.toString(rollout.deployment().replicas()));
        sizes.put(MAX, Integer.toString(rollout.allowedTotal()));
        return sizes;
    }

    private static Map<String, String> copied(Metadata deployment) {
        Map<String, String> notes = new LinkedHashMap<>(deployment.annotations());
        notes.keySet().removeAll(OWN);
        return notes;
    }

    /** Former revisions with the present one appended; the oldest are cut to keep it short. */
    private static String history(ReplicaSetView current) {
        @Nullable String former = current.metadata().annotation(HISTORY);
        String revision = Long.toString(current.revision());
        if (former == null || former.isEmpty()) {
            return revision;
        }
        String history = former + "," + revision;
        while (history.length() > HISTORY_LENGTH_MAX) {
            int comma = history.indexOf(',');
            if (comma < 0) {
                break;
            }
            history = history.substring(comma + 1);
        }
        return history;
    }
}
