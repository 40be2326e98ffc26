package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What would run where: the dry run behind a deploy form, with the engine's own rules. */
public record PlacementPreview(List<Row> rows) {
    public PlacementPreview {
        rows = List.copyOf(rows);
    }

    /** One object's way. */
    public record Row(Template template, Decision decision) {}

    /**
     * @param placement a policy's {@code placement}
     * @param territories what each object is kept within
     */
    public static PlacementPreview of(
            Collection<ObjectNode> objects,
            JsonNode placement,
            List<ClusterFacts> clusters,
            Function<Template, Territory> territories) {
        PlacementRules rules = PlacementRules.of(placement);
        List<Row> rows = new ArrayList<>();
        for (ObjectNode object : objects) {
            Template template = Template.of(object);
            PlacementRules bounded = rules.within(territories.apply(template));
            Decision decision = Placer.place(TemplateFacts.of(object), bounded, clusters);
            rows.add(new Row(template, decision));
        }
        return new PlacementPreview(rows);
    }
}
