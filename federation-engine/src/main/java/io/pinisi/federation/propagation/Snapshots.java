package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.deschedule.Waiting;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.whatif.BlastRadius;
import io.pinisi.federation.whatif.Change;
import io.pinisi.federation.whatif.Coverage;
import io.pinisi.federation.whatif.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Takes the federation as it is now, for questions about how it might be. */
public final class Snapshots {
    private final Templates templates;
    private final Bindings bindings;
    private final ClusterView clusters;
    private final PolicyView policies;
    private final Duration unsaid;
    private final InstantSource clock;
    private final Supplier<List<Waiting>> waiting;

    /**
     * @param unsaid how long a cluster that is not ready keeps its objects where a policy says
     *     nothing
     * @param waiting replicas that find no node
     */
    public Snapshots(
            Templates templates,
            Bindings bindings,
            ClusterView clusters,
            PolicyView policies,
            Duration unsaid,
            InstantSource clock,
            Supplier<List<Waiting>> waiting) {
        this.templates = templates;
        this.bindings = bindings;
        this.clusters = clusters;
        this.policies = policies;
        this.unsaid = unsaid;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** What the change would do. */
    public BlastRadius simulate(Change change) {
        return BlastRadius.of(take(), change, unsaid);
    }

    /** What would move if all replicas that find no node now went elsewhere. */
    public BlastRadius descheduling() {
        Map<Template, Map<String, Integer>> stranded = new HashMap<>();
        for (Waiting one : waiting.get()) {
            stranded.computeIfAbsent(one.template(), any -> new TreeMap<>())
                    .merge(one.cluster(), one.replicas(), Integer::sum);
        }
        return simulate(new Change.Descheduled(stranded));
    }

    /** Replicas that find no node, the next to be placed elsewhere first. */
    public List<Waiting> waiting() {
        return waiting.get();
    }

    /** What policies select, and what none does. */
    public Coverage coverage() {
        return Coverage.of(take());
    }

    /** What each cluster that an object was decided for gets of it; empty where it is nowhere. */
    public Optional<RenderPreview> rendered(Template template) {
        ObjectNode object = templates.find(template).orElse(null);
        Binding binding = bindings.find(template).orElse(null);
        return object == null || binding == null
                ? Optional.empty()
                : Optional.of(
                        RenderPreview.of(
                                object,
                                binding.clusters(),
                                clusters.facts(),
                                policies.overrides()));
    }

    private World take() {
        List<World.Item> items = new ArrayList<>();
        for (GroupVersionKind kind : templates.kinds()) {
            for (ObjectNode object : templates.all(kind)) {
                if (Propagatable.refusal(object).isEmpty()) {
                    items.add(item(object).within(policies.territory(Template.of(object))));
                }
            }
        }
        return new World(items, policies.index().all(), clusters.facts(), clock.instant());
    }

    private World.Item item(ObjectNode object) {
        TemplateFacts facts = policies.interpreters().facts(object);
        return bindings.find(Template.of(object))
                .map(
                        binding ->
                                new World.Item(
                                        facts,
                                        binding.policy(),
                                        binding.terms(),
                                        binding.previous(),
                                        binding.ownTargets(),
                                        !binding.requiredBy().isEmpty()))
                .orElseGet(
                        () ->
                                new World.Item(
                                        facts, null, null, Previous.NOTHING, List.of(), false));
    }
}
