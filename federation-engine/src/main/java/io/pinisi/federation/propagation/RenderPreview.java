package io.pinisi.federation.propagation;

import io.pinisi.federation.override.OverrideException;
import io.pinisi.federation.override.OverrideIndex;
import io.pinisi.federation.override.OverrideStep;
import io.pinisi.federation.override.Overrides;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What each cluster would get of an object, without our marks. Pure: nothing is written.
 *
 * @param template what people wrote, as every cluster would get it without overrides
 */
public record RenderPreview(ObjectNode template, List<Row> rows) {
    public RenderPreview {
        rows = List.copyOf(rows);
    }

    /**
     * @param replicas the cluster's share; empty for kinds without
     * @param object null where an override does not fit
     * @param problem why not, or empty
     * @param steps which override changed what
     */
    public record Row(
            String cluster,
            OptionalInt replicas,
            @Nullable ObjectNode object,
            String problem,
            List<OverrideStep> steps) {
        public Row {
            steps = List.copyOf(steps);
        }
    }

    public static RenderPreview of(
            ObjectNode template,
            Decision decision,
            List<ClusterFacts> clusters,
            OverrideIndex overrides) {
        Map<String, OptionalInt> shares = new HashMap<>();
        decision.targets().forEach(target -> shares.put(target.cluster(), target.replicas()));
        return of(template, shares, clusters, overrides);
    }

    /**
     * @param shares the clusters that get the object
     */
    static RenderPreview of(
            ObjectNode template,
            Map<String, OptionalInt> shares,
            List<ClusterFacts> clusters,
            OverrideIndex overrides) {
        List<Row> rows = new ArrayList<>();
        for (ClusterFacts cluster : clusters) {
            OptionalInt share = shares.get(cluster.name());
            if (share != null) {
                rows.add(row(template, share, cluster, overrides));
            }
        }
        rows.sort(Comparator.comparing(Row::cluster));
        return new RenderPreview(Renderer.plain(template, OptionalInt.empty()), rows);
    }

    private static Row row(
            ObjectNode template, OptionalInt share, ClusterFacts cluster, OverrideIndex overrides) {
        ObjectNode object = Renderer.plain(template, share);
        try {
            List<OverrideStep> steps =
                    Overrides.trace(object, TemplateFacts.of(template), cluster, overrides);
            return new Row(cluster.name(), share, object, "", steps);
        } catch (OverrideException e) {
            return new Row(cluster.name(), share, null, String.valueOf(e.getMessage()), List.of());
        }
    }
}
