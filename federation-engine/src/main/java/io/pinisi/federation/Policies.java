package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.cause.Causes;
import io.pinisi.federation.interpreter.Customization;
import io.pinisi.federation.interpreter.Interpreters;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.OverrideValidation;
import io.pinisi.federation.kinds.PolicyValidation;
import io.pinisi.federation.kinds.RolloutStrategyValidation;
import io.pinisi.federation.kinds.TenantValidation;
import io.pinisi.federation.override.OverrideIndex;
import io.pinisi.federation.override.OverridePolicy;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.PolicyIndex;
import io.pinisi.federation.placement.SchedulePriority;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Territory;
import io.pinisi.federation.propagation.PolicyView;
import io.pinisi.federation.rollout.Strategy;
import io.pinisi.federation.tenancy.Tenant;
import io.pinisi.federation.tenancy.Tenants;
import io.pinisi.federation.tenancy.WatchedTenants;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The policies of the hub, read and indexed: where objects go, what differs there, and the tenants
 * whose limits hold whatever policies say.
 */
final class Policies implements PolicyView, AutoCloseable {
    private final PolicyWatch<Policy> propagation;
    private final PolicyWatch<OverridePolicy> overrides;
    private final PolicyWatch<Tenant> tenants;
    private final PolicyWatch<Strategy> strategies;
    private final PolicyWatch<Customization> customizations;
    private final PriorityClasses priorities;
    private final EventRecorder events;
    private final Interpreters interpreters;
    private final Listener listener;
    private volatile PolicyIndex index = PolicyIndex.EMPTY;
    private volatile OverrideIndex overrideIndex = OverrideIndex.EMPTY;
    private volatile WatchedTenants tenantIndex = WatchedTenants.NONE;

    /** Told which policies came, went or are different, old and new ones together. */
    interface Listener {
        /** Objects of these kinds are read anew. */
        void customizationsChanged(List<Customization> changed);

        void propagationChanged(List<Policy> changed);

        void overridesChanged(List<OverridePolicy> changed);

        /** The limits of these tenants may be others now. */
        void tenantsChanged(Set<String> names);

        void strategiesChanged(List<Strategy> changed);
    }

    Policies(ApiClient hub, EventRecorder events, Causes causes, Listener listener) {
        this.events = events;
        this.priorities = new PriorityClasses(hub, this::prioritiesChanged);
        this.interpreters =
                new Interpreters((object, why) -> events.warning(object, "ScriptFailed", why));
        this.customizations =
                new PolicyWatch<>(
                        hub,
                        events,
                        causes,
                        List.of(
                                Mirror.Source.all(
                                        FederationKinds.CUSTOMIZATIONS,
                                        "ResourceInterpreterCustomization")),
                        new PolicyWatch.Reading<>(interpreters::faults, interpreters::read),
                        this::customizationsChanged);
        this.listener = listener;
        this.propagation =
                new PolicyWatch<>(
                        hub,
                        events,
                        causes,
                        List.of(
                                Mirror.Source.all(FederationKinds.POLICIES, "PropagationPolicy"),
                                Mirror.Source.all(
                                        FederationKinds.CLUSTER_POLICIES,
                                        "ClusterPropagationPolicy")),
                        new PolicyWatch.Reading<>(PolicyValidation::validate, Policy::of),
                        this::propagationChanged);
        this.overrides =
                new PolicyWatch<>(
                        hub,
                        events,
                        causes,
                        List.of(
                                Mirror.Source.all(FederationKinds.OVERRIDES, "OverridePolicy"),
                                Mirror.Source.all(
                                        FederationKinds.CLUSTER_OVERRIDES,
                                        "ClusterOverridePolicy")),
                        new PolicyWatch.Reading<>(OverrideValidation::validate, OverridePolicy::of),
                        this::overridesChanged);
        this.tenants =
                new PolicyWatch<>(
                        hub,
                        events,
                        causes,
                        List.of(Mirror.Source.all(FederationKinds.TENANTS, "Tenant")),
                        new PolicyWatch.Reading<>(TenantValidation::validate, Tenant::of),
                        this::tenantsChanged);
        this.strategies =
                new PolicyWatch<>(
                        hub,
                        events,
                        causes,
                        List.of(
                                Mirror.Source.all(
                                        FederationKinds.ROLLOUT_STRATEGIES, "RolloutStrategy"),
                                Mirror.Source.all(
                                        FederationKinds.CLUSTER_ROLLOUT_STRATEGIES,
                                        "ClusterRolloutStrategy")),
                        new PolicyWatch.Reading<>(
                                RolloutStrategyValidation::validate, Strategy::of),
                        listener::strategiesChanged);
    }

    /** Limits and overrides are known first, so that nothing goes out without them. */
    void start(Duration wait) throws InterruptedException {
        customizations.start(wait);
        priorities.start(wait);
        tenants.start(wait);
        strategies.start(wait);
        overrides.start(wait);
        propagation.start(wait);
    }

    @Override
    public PolicyIndex index() {
        return index;
    }

    @Override
    public OverrideIndex overrides() {
        return overrideIndex;
    }

    @Override
    public Interpreters interpreters() {
        return interpreters;
    }

    private void customizationsChanged(List<Customization> changed) {
        interpreters.replace(customizations.all());
        listener.customizationsChanged(changed);
    }

    Tenants tenants() {
        return tenantIndex;
    }

    @Override
    public Territory territory(Template template) {
        return tenantIndex.territory(template.kind(), template.key());
    }

    @Override
    public Optional<String> objection(JsonNode rendered) {
        return tenantIndex.objection(rendered);
    }

    @Override
    public OptionalInt priority(Policy policy, JsonNode object) {
        SchedulePriority schedule = policy.schedule();
        if (schedule == null) {
            return OptionalInt.empty();
        }
        OptionalInt value = schedule.value(object, priorities::find);
        if (value.isEmpty() && object instanceof ObjectNode whole) {
            events.warning(whole, "PriorityClassMissing", schedule.missing(object));
        }
        return value.isPresent() ? value : OptionalInt.of(usual());
    }

    private int usual() {
        SchedulePriority.Level level = priorities.find("");
        return level == null ? 0 : level.value();
    }

    /** Where an object stands among those that wait to be placed. */
    int rank(TemplateFacts facts, JsonNode object, @Nullable ObjectKey holder) {
        return index.select(facts, holder)
                .map(Policy::schedule)
                .map(schedule -> schedule.value(object, priorities::find).orElseGet(this::usual))
                .orElse(0);
    }

    private void prioritiesChanged() {
        listener.propagationChanged(
                index.all().stream().filter(policy -> policy.schedule() != null).toList());
    }

    /** How a change of the object goes to its clusters; empty for everywhere at once. */
    Optional<Strategy> strategy(TemplateFacts template) {
        return Strategy.select(strategies.all(), template);
    }

    /** A status that changes is no change of limits. */
    private void tenantsChanged(List<Tenant> changed) {
        tenantIndex = WatchedTenants.of(tenants.all());
        Set<String> names =
                changed.stream()
                        .filter(one -> changed.stream().filter(one::limitsLike).count() < 2)
                        .map(Tenant::name)
                        .collect(Collectors.toSet());
        if (!names.isEmpty()) {
            listener.tenantsChanged(names);
        }
    }

    private void propagationChanged(List<Policy> changed) {
        index = new PolicyIndex(propagation.all());
        listener.propagationChanged(changed);
    }

    private void overridesChanged(List<OverridePolicy> changed) {
        overrideIndex = OverrideIndex.of(overrides.all());
        listener.overridesChanged(changed);
        listener.propagationChanged(
                propagation.all().stream().filter(policy -> dependsOn(policy, changed)).toList());
    }

    private static boolean dependsOn(Policy policy, List<OverridePolicy> changed) {
        return changed.stream()
                .anyMatch(override -> policy.dependentOverrides().contains(override.key()));
    }

    @Override
    public void close() {
        propagation.close();
        overrides.close();
        tenants.close();
        strategies.close();
        customizations.close();
        priorities.close();
        interpreters.close();
    }
}
