package io.pinisi.federation.propagation;

import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.cause.Cause;
import io.pinisi.federation.cause.Follow;
import io.pinisi.federation.failover.EvictionTask;
import io.pinisi.federation.failover.FailoverPolicy;
import io.pinisi.federation.placement.ApplicationFailover;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Company;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Patience;
import io.pinisi.federation.placement.Placer;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Terms;
import io.pinisi.federation.placement.Territory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one decision per template. Level-triggered: whatever changed, the same question is asked
 * again, and only a different answer is written.
 *
 * <p>An object that no policy selects any more keeps its last placement, as Karmada has it; its
 * binding carries what decided then. The decision goes out to the members only once it is written.
 */
public final class Binder {
    private static final Duration RECHECK = Duration.ofMillis(100);
    private static final Duration EVICTION_CHECK = Duration.ofSeconds(5);

    private final Templates templates;
    private final Bindings bindings;
    private final ClusterView clusters;
    private final PolicyView policies;
    private final Copies copies;
    private final Allowance allowance;
    private final FailoverPolicy failover;
    private final Departures departures;
    private final Companions companions;

    /** Held while objects are placed whose places depend on each other's. */
    private final ReentrantLock company = new ReentrantLock();

    private final Tracing tracing;
    private final Follow follow = new Follow();
    private final InstantSource clock;
    private final Requirements requirements = new Requirements();
    private final Map<Template, Decision> decisions = new ConcurrentHashMap<>();
    private final Lazy lazy = new Lazy();
    private final Setbacks setbacks = new Setbacks();
    private final Signals signals;

    /** When somebody asked for an object to be placed anew; held until that is written. */
    private final Map<Template, Instant> anew = new ConcurrentHashMap<>();

    /** Replicas that are to go to other clusters, by where they are; held until it is decided. */
    private final Map<Template, Map<String, Integer>> stranded = new ConcurrentHashMap<>();

    /** What is seen of the copies of an object. */
    public interface Copies {
        /** Whether a cluster has what the written decision wants there, and it is well. */
        boolean isHealthy(String cluster, Template template);

        /** Whether a cluster has what the written decision wants there, and it is not well. */
        boolean isFailing(String cluster, Template template);

        /** Whether a cluster that is well was seen without the object. */
        boolean isGone(String cluster, Template template);
    }

    /** What follows from a decision. */
    public interface Signals {
        /** The member may have to be changed. */
        void dispatch(String cluster, Template template);

        /** Placement has to be asked again. */
        void reconsider(Template template);

        /** A policy waits for override policies that it names. */
        void waiting(Template template, String why);

        /** Status has to be reckoned again. */
        void decided(Template template);
    }

    public Binder(
            Templates templates,
            Bindings bindings,
            ClusterView clusters,
            PolicyView policies,
            Copies copies,
            Allowance allowance,
            FailoverPolicy failover,
            Tracing tracing,
            InstantSource clock,
            Signals signals) {
        this.templates = templates;
        this.bindings = bindings;
        this.clusters = clusters;
        this.policies = policies;
        this.copies = copies;
        this.allowance = allowance;
        this.failover = failover;
        this.companions = new Companions(templates, bindings);
        this.departures = new Departures(failover, clusters, copies, clock);
        this.tracing = tracing;
        this.clock = clock;
        this.signals = signals;
    }

    /** To be called once, when the bindings are known. */
    public void begin() {
        requirements.seed(bindings.all());
    }

    /** Why the object is where it is, by the rules as they are now. */
    public Optional<Decision> decision(Template template) {
        return Optional.ofNullable(decisions.get(template));
    }

    /** Others of an object's namespace that are placed by the company they keep. */
    public List<Company.Peer> peers(Template template) {
        return companions.peers(template);
    }

    /** Whether more room in some cluster may change what was decided. */
    public boolean lacksRoom(Template template) {
        return decision(template).filter(Binder::isUnschedulable).isPresent();
    }

    /** Has an object placed as if it were nowhere yet, unless that was done since. */
    public void placeAnew(Template template, Instant asked) {
        anew.merge(template, asked, (one, other) -> one.isAfter(other) ? one : other);
        signals.reconsider(template);
    }

    /**
     * Has replicas placed in other clusters, if these have room and nothing else of the object is
     * on its way.
     *
     * @param counts by the cluster in which they find no node
     */
    public void reclaim(Template template, Map<String, Integer> counts) {
        stranded.put(template, Map.copyOf(counts));
        signals.reconsider(template);
    }

    public Outcome reconcile(Template template) {
        if (!templates.isSynced(template.kind())) {
            templates.follow(Set.of(template.kind()));
            return Outcome.revisit(RECHECK);
        }
        Binding binding = bindings.find(template).orElse(null);
        Optional<ObjectNode> object = templates.find(template);
        if (object.isEmpty()) {
            Outcome outcome = bury(template, binding);
            if (isSocial(template)) {
                companions.waiting(template).forEach(signals::reconsider);
            }
            return outcome;
        }
        if (binding != null && binding.isDeleting()) {
            return revive(binding);
        }
        return isSocial(template)
                ? settleInTurn(template, object.get(), binding)
                : settle(template, object.get(), binding);
    }

    /** Two that must not meet would not see each other if they were placed at the same time. */
    private Outcome settleInTurn(Template template, ObjectNode object, @Nullable Binding binding) {
        company.lock();
        try {
            Outcome outcome = settle(template, object, binding);
            boolean moved =
                    binding == null
                            || !bindings.find(template)
                                    .map(Binding::ownTargets)
                                    .equals(Optional.of(binding.ownTargets()));
            if (moved) {
                companions.waiting(template).forEach(signals::reconsider);
            }
            return outcome;
        } finally {
            company.unlock();
        }
    }

    private boolean isSocial(Template template) {
        return policies.index().isSocial(template.key().namespace());
    }

    private Outcome settle(Template template, ObjectNode object, @Nullable Binding binding) {
        Content content = content(template, object, binding);
        if (content == null) {
            decisions.remove(template);
            allowance.giveBack(template);
            return binding == null ? Outcome.SETTLED : end(template, binding, uid(object));
        }
        Binding written = write(template, content.binding(), binding);
        stranded.remove(template);
        anew.computeIfPresent(
                template, (one, asked) -> asked.isAfter(written.rescheduled()) ? asked : null);
        require(template, object, content.binding());
        decisions.put(template, content.decision());
        spread(written);
        return again(template, content);
    }

    /** Time alone may change the decision, or end the wait for what is to be given up. */
    private Outcome again(Template template, Content content) {
        if (!content.binding().evictions().isEmpty()) {
            return Outcome.revisit(EVICTION_CHECK);
        }
        return Stream.concat(
                        content.decision().expires().stream(), patience(template, content).stream())
                .min(Comparator.naturalOrder())
                .map(moment -> Outcome.revisit(Duration.between(clock.instant(), moment)))
                .orElse(Outcome.SETTLED);
    }

    private Optional<Instant> patience(Template template, Content content) {
        Terms terms = content.binding().terms();
        ApplicationFailover rule = terms == null ? null : terms.application();
        return rule == null ? Optional.empty() : setbacks.next(template, rule, clock.instant());
    }

    /** A decision in both its forms: as written, and with its reasons. */
    private record Content(Binding.Content binding, Decision decision) {}

    /** Null where nothing wants the object in any member. */
    private @Nullable Content content(
            Template template, ObjectNode object, @Nullable Binding binding) {
        if (Propagatable.refusal(object).isPresent()) {
            return null;
        }
        TemplateFacts facts = policies.interpreters().facts(object);
        List<Binding.Requirer> requirers = requirements.of(template);
        ObjectKey holder = binding == null ? null : binding.policy();
        Policy policy = policies.index().select(facts, holder).orElse(null);
        if (policy != null && waits(template, policy)) {
            policy = null;
        }
        Laziness laziness = lazy.judge(policy, object, binding);
        ObjectKey decider = policy != null && !laziness.holds() ? policy.key() : holder;
        Terms terms = policy != null && !laziness.holds() ? policy.terms() : terms(binding);
        if (terms == null && requirers.isEmpty()) {
            return null;
        }
        long generation = Metadata.of(object).generation();
        Map<String, Long> failed = failed(template, terms, binding, generation);
        Decided decided =
                withinAllowance(facts, decide(facts, terms, binding, failed.keySet()), binding);
        Decision decision = decided.decision();
        List<Target> targets = targets(template, decision, binding);
        List<EvictionTask> evictions =
                departures.evictions(terms, decision, decided.move(), binding);
        return new Content(
                new Binding.Content(
                        facts.uid(),
                        terms == null ? OptionalInt.empty() : facts.replicas(),
                        targets,
                        requirers,
                        decider,
                        terms,
                        affinity(decision, binding),
                        laziness.basis(),
                        evictions,
                        departures.beforeFlight(evictions, decision, decided.move(), binding),
                        departures.succeeded(targets, evictions, binding),
                        isUnschedulable(decision) && binding != null
                                ? Setbacks.kept(binding, generation)
                                : failed,
                        policy != null && !laziness.holds()
                                ? policies.priority(policy, object)
                                : binding == null ? OptionalInt.empty() : binding.priority(),
                        binding == null ? Instant.EPOCH : rescheduled(template, binding),
                        terms == null || binding == null
                                ? Map.of()
                                : binding.luggage(terms, decision)),
                decision);
    }

    /** What asks for too much stays as it was, like everything that cannot be scheduled. */
    private Decided withinAllowance(
            TemplateFacts facts, Decided decided, @Nullable Binding binding) {
        Decision decision = decided.decision();
        if (isUnschedulable(decision)) {
            return decided;
        }
        List<Target> before = binding == null ? List.of() : binding.ownTargets();
        return allowance
                .take(
                        new Template(facts.kind(), facts.key()),
                        facts.requestsOf(before),
                        facts.requestsOf(decision.targets()))
                .map(why -> new Decided(decision.refused(why), null))
                .orElse(decided);
    }

    private Instant rescheduled(Template template, Binding binding) {
        Instant asked = anew.getOrDefault(template, Instant.EPOCH);
        return asked.isAfter(binding.rescheduled()) ? asked : binding.rescheduled();
    }

    /** Where the application failed is remembered only once it has somewhere else to go. */
    private Map<String, Long> failed(
            Template template, @Nullable Terms terms, @Nullable Binding binding, long generation) {
        ApplicationFailover rule = terms == null ? null : terms.application();
        if (rule == null || binding == null) {
            setbacks.forget(template);
            return Map.of();
        }
        return setbacks.judge(
                rule,
                binding,
                generation,
                cluster -> copies.isFailing(cluster, template),
                clock.instant());
    }

    private static boolean isUnschedulable(Decision decision) {
        return decision.result() instanceof Decision.Result.Unschedulable;
    }

    /** Going out without its overrides would be going out wrong. */
    private boolean waits(Template template, Policy policy) {
        List<ObjectKey> missing =
                policy.dependentOverrides().stream()
                        .filter(key -> !policies.overrides().contains(key))
                        .toList();
        if (!missing.isEmpty()) {
            signals.waiting(
                    template,
                    "policy " + policy.key() + " waits for the override policies " + missing);
        }
        return !missing.isEmpty();
    }

    private static @Nullable Terms terms(@Nullable Binding binding) {
        return binding == null ? null : binding.terms();
    }

    /**
     * @param move why the object leaves clusters that it might stay in; null where it does not
     */
    private record Decided(Decision decision, EvictionTask.@Nullable Reason move) {}

    private Decided decide(
            TemplateFacts facts,
            @Nullable Terms terms,
            @Nullable Binding binding,
            Set<String> failed) {
        if (terms == null) {
            return new Decided(Decision.NONE, null);
        }
        Template template = new Template(facts.kind(), facts.key());
        if (binding != null && rescheduled(template, binding).isAfter(binding.rescheduled())) {
            Previous past = binding.previous().afresh().withFailed(failed);
            return new Decided(place(facts, terms, past), EvictionTask.Reason.REBALANCED);
        }
        Previous home = binding == null ? null : binding.beforeFlight();
        if (home != null && binding != null) {
            Decision back = place(facts, terms, home.withFailed(failed));
            List<EvictionTask> away = binding.departures();
            boolean whole =
                    away.stream().allMatch(task -> back.target(task.fromCluster()).isPresent());
            if (whole && !away.isEmpty()) {
                return new Decided(back, Departures.wayBack(away));
            }
        }
        Map<String, Integer> counts = stranded.getOrDefault(template, Map.of());
        if (binding != null && !counts.isEmpty() && binding.evictions().isEmpty()) {
            Previous rest = binding.previous().without(counts).withFailed(failed);
            Decision elsewhere = place(facts, terms, rest);
            if (elsewhere.result() instanceof Decision.Result.Placed) {
                return new Decided(elsewhere, EvictionTask.Reason.DESCHEDULED);
            }
        }
        Previous previous = binding == null ? Previous.NOTHING : binding.previous();
        return new Decided(place(facts, terms, previous.withFailed(failed)), null);
    }

    private Decision place(TemplateFacts facts, Terms terms, Previous previous) {
        Patience patience = new Patience(clock.instant(), failover.toleration());
        Territory territory = policies.territory(new Template(facts.kind(), facts.key()));
        return Placer.place(
                facts,
                companions.beside(facts, terms.rules().within(territory)),
                clusters.facts(),
                previous,
                patience);
    }

    /** What cannot be scheduled stays where it is, except in clusters that leave or forbid it. */
    private List<Target> targets(Template template, Decision decision, @Nullable Binding binding) {
        if (binding == null || !isUnschedulable(decision)) {
            return decision.targets();
        }
        Territory territory = policies.territory(template);
        Set<String> staying =
                clusters.facts().stream()
                        .filter(one -> !one.leaving() && territory.admits(one.name(), one.labels()))
                        .map(ClusterFacts::name)
                        .collect(Collectors.toSet());
        return binding.ownTargets().stream()
                .filter(target -> staying.contains(target.cluster()))
                .toList();
    }

    private static String affinity(Decision decision, @Nullable Binding binding) {
        return switch (decision.result()) {
            case Decision.Result.Placed(String name) -> name;
            case Decision.Result.NoClusterFit() -> "";
            case Decision.Result.Unschedulable _ -> binding == null ? "" : binding.affinity();
        };
    }

    /** Clusters enter the inventory with the decision and leave it only when seen without. */
    private Binding write(Template template, Binding.Content content, @Nullable Binding binding) {
        Set<String> known =
                clusters.facts().stream().map(ClusterFacts::name).collect(Collectors.toSet());
        Set<String> placed = new TreeSet<>(content.clusters());
        if (binding != null) {
            binding.placed().stream().filter(known::contains).forEach(placed::add);
        }
        placed.removeIf(
                cluster -> clusters.isAbandoned(cluster) && !content.clusters().contains(cluster));
        ObjectKey before = binding == null ? null : binding.policy();
        Cause cause = tracing.ofDecision(template, before, content.policy());
        Cause open = follow.open(template, cause);
        Binding written = bindings.decide(template, content, binding, placed, open.requestId());
        if (!written.equals(binding) && !isFollowUp(open, written, binding)) {
            tracing.decided(template, open);
        }
        follow.answered(template, cause);
        return written;
    }

    /** What ends a move follows from what began it. */
    private static boolean isFollowUp(Cause open, Binding written, @Nullable Binding before) {
        return open.equals(Cause.NONE)
                && before != null
                && written.clusters().equals(before.clusters());
    }

    private void require(Template template, ObjectNode object, Binding.Content content) {
        boolean follow = content.terms() != null && content.terms().propagateDeps();
        Set<Template> needs = follow ? policies.interpreters().dependencies(object) : Set.of();
        templates.follow(needs.stream().map(Template::kind).collect(Collectors.toSet()));
        requirements
                .replace(template, Binding.keyOf(template), needs, content.presence())
                .forEach(signals::reconsider);
    }

    private void spread(Binding binding) {
        Set<String> all = new HashSet<>(binding.clusters().keySet());
        all.addAll(binding.placed());
        all.forEach(cluster -> signals.dispatch(cluster, binding.template()));
        signals.decided(binding.template());
    }

    /** The template is gone: that is the tombstone, once the hub itself has said so. */
    private Outcome bury(Template template, @Nullable Binding binding) {
        requirements
                .replace(template, Binding.keyOf(template), Set.of(), Set.of())
                .forEach(signals::reconsider);
        decisions.remove(template);
        lazy.forget(template);
        allowance.giveBack(template);
        setbacks.forget(template);
        anew.remove(template);
        stranded.remove(template);
        if (binding == null) {
            return Outcome.SETTLED;
        }
        if (templates.ask(template).isPresent()) {
            return Outcome.revisit(RECHECK);
        }
        if (binding.deletion() == Policy.Deletion.PRESERVE) {
            binding.placed().forEach(cluster -> bindings.release(template, cluster));
            bindings.find(template).ifPresent(bindings::remove);
            return Outcome.SETTLED;
        }
        return end(template, binding, binding.templateUid());
    }

    /** Decides for no cluster at all; the binding goes when the last member is clean. */
    private Outcome end(Template template, Binding binding, String uid) {
        Binding written = write(template, Binding.Content.nowhere(uid), binding);
        if (written.placed().isEmpty()) {
            bindings.remove(written);
            follow.forget(template);
            tracing.forget(template);
        } else {
            spread(written);
        }
        return Outcome.SETTLED;
    }

    /**
     * Someone deleted the binding of an object that lives. The decision is made anew, without a
     * delete in any member: the finalizers fall, and the object's next binding takes them over.
     */
    private Outcome revive(Binding binding) {
        binding.placed().forEach(cluster -> bindings.release(binding.template(), cluster));
        return Outcome.revisit(RECHECK);
    }

    private static String uid(ObjectNode object) {
        return Metadata.uid(object);
    }
}
