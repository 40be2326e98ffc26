package io.pinisi.portal.deploy;

import java.util.List;

/** What would happen; it can be carried out only where there are no problems. */
public record Plan(
        List<PlannedObject> objects, List<PlannedCluster> clusters, List<Problem> problems) {
    public Plan {
        objects = List.copyOf(objects);
        clusters = List.copyOf(clusters);
        problems = List.copyOf(problems);
    }

    public boolean isSound() {
        return problems.isEmpty() && !objects.isEmpty();
    }
}
