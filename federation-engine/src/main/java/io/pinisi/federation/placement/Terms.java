package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that a policy says about the objects it selects. A binding carries the terms it was decided
 * by under the same names, so that they outlive the policy.
 *
 * @param placement as written
 * @param purge what becomes of copies in clusters that they have to leave
 * @param state what copies take along from a cluster that is lost or drained
 * @param application what is done where the application does not get well; null for nothing
 */
public record Terms(
        ObjectNode placement,
        boolean propagateDeps,
        Policy.ConflictResolution conflictResolution,
        Policy.Deletion deletion,
        Suspension suspension,
        Purge purge,
        StatePreservation state,
        @Nullable ApplicationFailover application) {

    /** How copies leave a cluster that is lost or drained. */
    public enum Purge {
        /** When the new ones are healthy. */
        GRACEFULLY,
        /** At once. */
        DIRECTLY
    }

    /** Where the object is not to be brought for now; what is there stays, and is not put right. */
    public record Suspension(boolean everywhere, Set<String> clusters) {
        public static final Suspension NONE = new Suspension(false, Set.of());

        public Suspension {
            clusters = Set.copyOf(clusters);
        }

        public boolean holds(String cluster) {
            return everywhere || clusters.contains(cluster);
        }

        static Suspension of(JsonNode suspension) {
            Set<String> clusters = new TreeSet<>();
            suspension
                    .path("dispatchingOnClusters")
                    .path("clusterNames")
                    .forEach(name -> clusters.add(name.asString("")));
            return new Suspension(suspension.path("dispatching").asBoolean(false), clusters);
        }

        private void write(ObjectNode spec) {
            if (everywhere) {
                spec.putObject("suspension").put("dispatching", true);
            } else if (!clusters.isEmpty()) {
                var names =
                        spec.putObject("suspension")
                                .putObject("dispatchingOnClusters")
                                .putArray("clusterNames");
                new TreeSet<>(clusters).forEach(names::add);
            }
        }
    }

    /** Reads the spec of a policy or of a binding; without a placement it means every cluster. */
    public static Terms of(JsonNode spec) {
        return new Terms(
                spec.get("placement") instanceof ObjectNode written
                        ? written.deepCopy()
                        : Json.object(),
                spec.path("propagateDeps").asBoolean(spec.path("association").asBoolean(false)),
                Policy.ConflictResolution.of(spec.path("conflictResolution")),
                spec.path("preserveResourcesOnDeletion").asBoolean(false)
                        ? Policy.Deletion.PRESERVE
                        : Policy.Deletion.REMOVE,
                Suspension.of(spec.path("suspension")),
                spec.path("failover")
                                .path("cluster")
                                .path("purgeMode")
                                .asString("")
                                .equals("Directly")
                        ? Purge.DIRECTLY
                        : Purge.GRACEFULLY,
                StatePreservation.of(
                        spec.path("failover").path("cluster").path("statePreservation")),
                ApplicationFailover.of(spec.path("failover").path("application")));
    }

    public PlacementRules rules() {
        return PlacementRules.of(placement);
    }

    /** Writes all into a binding's spec. */
    public void write(ObjectNode spec) {
        spec.set("placement", placement);
        if (propagateDeps) {
            spec.put("propagateDeps", true);
        }
        spec.put("conflictResolution", conflictResolution.text());
        if (deletion == Policy.Deletion.PRESERVE) {
            spec.put("preserveResourcesOnDeletion", true);
        }
        suspension.write(spec);
        if (purge == Purge.DIRECTLY) {
            spec.withObject("/failover").putObject("cluster").put("purgeMode", "Directly");
        }
        if (!state.rules().isEmpty()) {
            state.write(spec.withObject("/failover/cluster"));
        }
        if (application != null) {
            application.write(spec.withObject("/failover").putObject("application"));
        }
    }
}
