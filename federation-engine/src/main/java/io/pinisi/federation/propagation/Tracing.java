package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.cause.Cause;
import io.pinisi.federation.cause.Causes;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.override.OverridePolicy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.tenancy.Tenant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which request a step of the engine follows from: of all that the step depends on, the one that a
 * person changed last.
 */
public final class Tracing {
    private final Causes causes;
    private final Templates templates;
    private final ClusterView clusters;
    private final PolicyView policies;

    public Tracing(Causes causes, Templates templates, ClusterView clusters, PolicyView policies) {
        this.causes = causes;
        this.templates = templates;
        this.clusters = clusters;
        this.policies = policies;
    }

    /**
     * A decision depends on the object, the policy that decides and the one that did, the members
     * and the tenant's limits.
     */
    Cause ofDecision(Template template, @Nullable ObjectKey before, @Nullable ObjectKey now) {
        return latest(
                Stream.of(
                                Stream.of(template),
                                Stream.of(before, now)
                                        .filter(Objects::nonNull)
                                        .map(Tracing::policy),
                                clusters.facts().stream().map(facts -> cluster(facts.name())),
                                Stream.of(tenant(template)))
                        .flatMap(inputs -> inputs));
    }

    /** An object comes to a member by a decision; what nobody decided, nobody asked for. */
    Cause ofArrival(Template template) {
        Cause decision = causes.ofDecision(template);
        return decision.requestId().isEmpty() ? Cause.NONE : decision.later(causes.of(template));
    }

    /** What a member has changes with the decision, the object, and what differs there. */
    Cause ofChange(String cluster, Template template) {
        Stream<Template> overrides =
                templates.find(template).map(TemplateFacts::of).stream()
                        .flatMap(
                                facts ->
                                        policies.overrides().policies().stream()
                                                .filter(policy -> policy.selects(facts)))
                        .map(Tracing::override);
        Stream<Template> inputs = Stream.of(template, cluster(cluster), tenant(template));
        return latest(Stream.concat(inputs, overrides)).later(causes.ofDecision(template));
    }

    void decided(Template template, Cause cause) {
        causes.decided(template, cause);
    }

    void forget(Template template) {
        causes.forgetDecision(template);
    }

    private Cause latest(Stream<Template> inputs) {
        return inputs.map(causes::of).reduce(Cause.NONE, Cause::later);
    }

    private static Template policy(ObjectKey key) {
        return named(
                FederationKinds.POLICY_API,
                key.namespace() == null ? "ClusterPropagationPolicy" : "PropagationPolicy",
                key);
    }

    private static Template override(OverridePolicy policy) {
        return named(
                FederationKinds.POLICY_API,
                policy.key().namespace() == null ? "ClusterOverridePolicy" : "OverridePolicy",
                policy.key());
    }

    private static Template cluster(String name) {
        return named(FederationKinds.CLUSTER_API, "Cluster", ObjectKey.cluster(name));
    }

    private static Template tenant(Template template) {
        String home = Objects.requireNonNullElse(template.key().namespace(), "");
        return named(FederationKinds.PINISI_API, "Tenant", ObjectKey.cluster(Tenant.prefix(home)));
    }

    private static Template named(String apiVersion, String kind, ObjectKey key) {
        return new Template(GroupVersionKind.of(apiVersion, kind), key);
    }
}
