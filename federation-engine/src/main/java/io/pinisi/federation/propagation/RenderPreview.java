package io.pinisi.federation.propagation;

import io.pinisi.federation.override.OverrideException;
import io.pinisi.federation.override.OverrideIndex;
import io.pinisi.federation.override.Overrides;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What each cluster would get of an object, without our marks. Pure: nothing is written. */
public record RenderPreview(List<Row> rows) {
    public RenderPreview {
        rows = List.copyOf(rows);
    }

    /**
     * @param object null where an override does not fit
     * @param problem why not, or empty
     */
    public record Row(String cluster, @Nullable ObjectNode object, String problem) {}

    public static RenderPreview of(
            ObjectNode template,
            Decision decision,
            List<ClusterFacts> clusters,
            OverrideIndex overrides) {
        List<Row> rows = new ArrayList<>();
        for (ClusterFacts cluster : clusters) {
            Optional<Decision.Target> target = decision.target(cluster.name());
            target.ifPresent(chosen -> rows.add(row(template, chosen, cluster, overrides)));
        }
        rows.sort(java.util.Comparator.comparing(Row::cluster));
        return new RenderPreview(rows);
    }

    private static Row row(
            ObjectNode template,
            Decision.Target target,
            ClusterFacts cluster,
            OverrideIndex overrides) {
        ObjectNode plain = Renderer.plain(template, target.replicas());
        try {
            ObjectNode object =
                    Overrides.apply(plain, TemplateFacts.of(template), cluster, overrides);
            return new Row(cluster.name(), object, "");
        } catch (OverrideException e) {
            return new Row(cluster.name(), null, String.valueOf(e.getMessage()));
        }
    }
}
