package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.interpreter.Interpreters;
import io.pinisi.federation.interpreter.ScriptException;
import io.pinisi.federation.override.OverrideException;
import io.pinisi.federation.override.Overrides;
import io.pinisi.federation.placement.Autoscaling;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Workloads;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** Compiles templates and written decisions into what each member is to have. */
public final class Desires {
    private final Templates templates;
    private final Bindings bindings;
    private final ClusterView clusters;
    private final PolicyView policies;
    private final Exemptions exemptions;
    private final Editions editions;

    /** Fields that are left to whoever changed them in a member. */
    @FunctionalInterface
    public interface Exemptions {
        /** Takes them out of what is to be applied. */
        void strip(String cluster, Template template, ObjectNode object);
    }

    public Desires(
            Templates templates,
            Bindings bindings,
            ClusterView clusters,
            PolicyView policies,
            Exemptions exemptions,
            Editions editions) {
        this.templates = templates;
        this.bindings = bindings;
        this.clusters = clusters;
        this.policies = policies;
        this.exemptions = exemptions;
        this.editions = editions;
    }

    Desire of(String cluster, Template template) {
        Binding binding = bindings.find(template).orElse(null);
        if (binding == null) {
            return unknown(cluster, template);
        }
        if (clusters.mode(cluster) == ClusterMode.PAUSED) {
            return new Desire.Suspended("paused by an operator");
        }
        Map<String, OptionalInt> decided = binding.holdings();
        OptionalInt share = decided.get(cluster);
        if (share == null) {
            return unwanted(cluster, template, binding);
        }
        if (binding.suspends(cluster)) {
            return new Desire.Suspended("suspended by the policy");
        }
        return templates
                .find(template)
                .filter(object -> Metadata.uid(object).equals(binding.templateUid()))
                .map(object -> edition(cluster, object, share, binding))
                .orElse(new Desire.Indifferent());
    }

    private Desire edition(String cluster, ObjectNode object, OptionalInt share, Binding binding) {
        return switch (editions.due(cluster, object)) {
            case Editions.Edition.Current() -> present(cluster, object, share, binding);
            case Editions.Edition.Former(ObjectNode former) ->
                    present(cluster, former, share, binding);
            case Editions.Edition.Kept(String why) -> new Desire.Suspended(why);
        };
    }

    /**
     * What would be there if every change went everywhere at once; empty where the object is not to
     * be in this member.
     */
    public Optional<Rendered> latest(String cluster, Template template) {
        Binding binding = bindings.find(template).orElse(null);
        OptionalInt share = binding == null ? null : binding.holdings().get(cluster);
        return binding == null || share == null
                ? Optional.empty()
                : templates
                        .find(template)
                        .map(object -> present(cluster, object, share, binding))
                        .flatMap(
                                desire ->
                                        desire instanceof Desire.Present present
                                                ? Optional.of(present.rendered())
                                                : Optional.empty());
    }

    private Desire unknown(String cluster, Template template) {
        boolean held = clusters.mode(cluster) == ClusterMode.PAUSED;
        return !held && isStray(cluster, template) ? new Desire.Stray() : new Desire.Indifferent();
    }

    /** Whether the member has an object of ours that neither decision nor inventory knows of. */
    public boolean isStray(String cluster, Template template) {
        Binding binding = bindings.find(template).orElse(null);
        boolean known =
                binding != null
                        && (binding.clusters().containsKey(cluster)
                                || binding.placed().contains(cluster));
        String key = Binding.keyOf(template).toString();
        return !known
                && !clusters.isAbandoned(cluster)
                && clusters.observed(cluster, template)
                        .filter(object -> object.binding().equals(key) && !object.preserved())
                        .isPresent();
    }

    private Desire unwanted(String cluster, Template template, Binding binding) {
        if (!binding.placed().contains(cluster)) {
            return unknown(cluster, template);
        }
        if (clusters.isAbandoned(cluster)) {
            return new Desire.Indifferent();
        }
        if (binding.evicts(cluster)) {
            return new Desire.Waning();
        }
        return clusters.isSettled(cluster) ? new Desire.Absent() : new Desire.Unsettled();
    }

    private Desire present(String cluster, ObjectNode object, OptionalInt share, Binding binding) {
        ClusterFacts facts = clusters.find(cluster).orElse(null);
        if (facts == null) {
            return new Desire.Indifferent();
        }
        try {
            boolean scaled = Autoscaling.scales(object, templates.all(Autoscaling.AUTOSCALER));
            Rendered rendered =
                    Renderer.render(
                            object,
                            share,
                            binding.key().toString(),
                            usual -> {
                                ObjectNode plain = policies.interpreters().revised(usual, share);
                                share(plain, cluster, object, binding, scaled);
                                ObjectNode whole =
                                        Overrides.apply(
                                                plain,
                                                TemplateFacts.of(object),
                                                facts,
                                                policies.overrides());
                                if (binding.deletion() == Policy.Deletion.PRESERVE) {
                                    whole.withObject("/metadata/annotations")
                                            .put(Marks.PRESERVED, "true");
                                }
                                policies.interpreters()
                                        .retention(whole)
                                        .ifPresent(
                                                script ->
                                                        whole.withObject("/metadata/annotations")
                                                                .put(
                                                                        Marks.RETENTION,
                                                                        Renderer.shortHash(
                                                                                script)));
                                exemptions.strip(cluster, Template.of(object), whole);
                                return checked(whole);
                            });
            return new Desire.Present(
                    rendered,
                    binding.templateUid(),
                    binding.conflictResolution(),
                    scaled,
                    clusters.mode(cluster) == ClusterMode.ACTIVE
                            && ClusterMode.of(object) != ClusterMode.REPORT);
        } catch (OverrideException | ScriptException e) {
            return new Desire.Invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Overrides come after the hub's own checks, so what they made is checked again. */
    private ObjectNode checked(ObjectNode object) {
        policies.objection(object)
                .ifPresent(
                        why -> {
                            throw new OverrideException(why);
                        });
        return object;
    }

    private static void share(
            ObjectNode plain,
            String cluster,
            ObjectNode template,
            Binding binding,
            boolean scaled) {
        if (scaled) {
            Workloads.leaveOutReplicas(plain);
        }
        binding.luggage()
                .getOrDefault(cluster, Map.of())
                .forEach(plain.withObject("/metadata/labels")::put);
        if (binding.isDivided()) {
            Integer completions =
                    Workloads.completions(template, binding.previous().shares()).get(cluster);
            if (completions != null) {
                Workloads.setCompletions(plain, completions);
            }
        }
    }

    /** What is applied to an object that is in the member already, by the script of its kind. */
    ObjectNode retained(ObjectNode rendered, ObjectNode live) {
        return retains(rendered)
                ? Retention.of(rendered, live, policies.interpreters()::retained)
                : rendered;
    }

    /** Whether what is applied depends on what the member has. */
    boolean retains(ObjectNode rendered) {
        return policies.interpreters().retention(rendered).isPresent();
    }

    /**
     * What is to be there also while nobody looks after it.
     *
     * @param retention script that says what stays as the member has it; empty for none
     */
    public record Lasting(Rendered rendered, boolean corrects, String retention) {}

    /** As {@link #rendered}, and whether what others change of it is put right. */
    public Optional<Lasting> lasting(String cluster, Template template) {
        return of(cluster, template) instanceof Desire.Present present
                ? Optional.of(lasting(present))
                : Optional.empty();
    }

    private Lasting lasting(Desire.Present present) {
        Rendered rendered = present.rendered();
        String script = policies.interpreters().retention(rendered.object()).orElse("");
        return new Lasting(rendered, present.corrects(), script);
    }

    Interpreters interpreters() {
        return policies.interpreters();
    }

    /** What is to be there; empty where the object is not to be in this member. */
    public Optional<Rendered> rendered(String cluster, Template template) {
        return of(cluster, template) instanceof Desire.Present present
                ? Optional.of(present.rendered())
                : Optional.empty();
    }
}
