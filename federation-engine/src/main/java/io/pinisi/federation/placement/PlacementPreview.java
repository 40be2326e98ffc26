package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would run where: the dry run behind a deploy form, with the engine's own rules. Objects that
 * care for each other's company are placed one after the other, as the engine does it.
 */
public record PlacementPreview(List<Row> rows) {
    public PlacementPreview {
        rows = List.copyOf(rows);
    }

    /** One object's way. */
    public record Row(Template template, Decision decision) {}

    /**
     * @param placement a policy's {@code placement}
     */
    public static PlacementPreview of(
            Collection<ObjectNode> objects, JsonNode placement, Surroundings around) {
        PlacementRules rules = PlacementRules.of(placement);
        Map<Template, TemplateFacts> all = new LinkedHashMap<>();
        objects.forEach(object -> all.put(Template.of(object), around.facts(object)));
        Map<Template, Decision> decisions = new LinkedHashMap<>();
        all.forEach(
                (template, facts) ->
                        decisions.put(template, decide(template, all, decisions, rules, around)));
        if (!rules.affinity().isEmpty()) {
            retry(all, decisions, rules, around);
        }
        List<Row> rows = new ArrayList<>();
        decisions.forEach((template, decision) -> rows.add(new Row(template, decision)));
        return new PlacementPreview(rows);
    }

    /** Another one's coming may be what an object waits for that is nowhere. */
    private static void retry(
            Map<Template, TemplateFacts> all,
            Map<Template, Decision> decisions,
            PlacementRules rules,
            Surroundings around) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Template template : all.keySet()) {
                Decision before = decisions.getOrDefault(template, Decision.NONE);
                if (before.targets().isEmpty()) {
                    Decision now = decide(template, all, decisions, rules, around);
                    decisions.put(template, now);
                    moved |= !now.targets().isEmpty();
                }
            }
        }
    }

    private static Decision decide(
            Template template,
            Map<Template, TemplateFacts> all,
            Map<Template, Decision> decisions,
            PlacementRules rules,
            Surroundings around) {
        TemplateFacts facts = Objects.requireNonNull(all.get(template));
        PlacementRules bounded =
                rules.within(around.territory(template))
                        .beside(
                                Company.of(
                                        facts,
                                        rules.affinity(),
                                        peers(template, all, decisions, rules, around)));
        return Placer.place(
                facts, bounded, around.clusters(), around.previous(template), around.patience());
    }

    /**
     * Those that stand, and instead of those that are thought of anew what was decided for them.
     */
    private static List<Company.Peer> peers(
            Template template,
            Map<Template, TemplateFacts> all,
            Map<Template, Decision> decisions,
            PlacementRules rules,
            Surroundings around) {
        if (rules.affinity().isEmpty()) {
            return List.of();
        }
        Set<Template> decided = decisions.keySet();
        List<Company.Peer> peers =
                around.peers(template).stream()
                        .filter(peer -> !decided.contains(peer.template()))
                        .collect(Collectors.toCollection(ArrayList::new));
        decisions.forEach(
                (other, decision) ->
                        peers.add(
                                new Company.Peer(
                                        Objects.requireNonNull(all.get(other)),
                                        rules.affinity(),
                                        decision.clusters())));
        return peers;
    }
}
