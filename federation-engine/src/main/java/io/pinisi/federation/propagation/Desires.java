package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Template;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** Compiles templates and written decisions into what each member is to have. */
public final class Desires {
    private final Templates templates;
    private final Bindings bindings;
    private final ClusterView clusters;

    public Desires(Templates templates, Bindings bindings, ClusterView clusters) {
        this.templates = templates;
        this.bindings = bindings;
        this.clusters = clusters;
    }

    Desire of(String cluster, Template template) {
        Binding binding = bindings.find(template).orElse(null);
        if (binding == null) {
            return new Desire.Indifferent();
        }
        Map<String, OptionalInt> decided = binding.clusters();
        OptionalInt share = decided.get(cluster);
        if (share == null) {
            boolean ours = binding.placed().contains(cluster) && !clusters.isAbandoned(cluster);
            return ours ? new Desire.Absent() : new Desire.Indifferent();
        }
        if (binding.suspends(cluster)) {
            return new Desire.Suspended();
        }
        return templates
                .find(template)
                .filter(object -> Metadata.uid(object).equals(binding.templateUid()))
                .<Desire>map(
                        object ->
                                new Desire.Present(
                                        render(object, share, binding),
                                        binding.templateUid(),
                                        binding.conflictResolution()))
                .orElse(new Desire.Indifferent());
    }

    /** What is to be there; empty where the object is not to be in this member. */
    public Optional<Rendered> rendered(String cluster, Template template) {
        return of(cluster, template) instanceof Desire.Present present
                ? Optional.of(present.rendered())
                : Optional.empty();
    }

    static Rendered render(ObjectNode object, OptionalInt share, Binding binding) {
        return Renderer.render(object, share, binding.key().toString());
    }
}
