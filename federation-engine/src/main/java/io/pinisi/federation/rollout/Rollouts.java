package io.pinisi.federation.rollout;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Editions;
import io.pinisi.federation.propagation.Templates;
import io.pinisi.federation.rollout.Plan.Action;
import io.pinisi.federation.rollout.Progress.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads the changes of objects through their stages: asks the planner, writes what it says, and
 * only then tells the members' dispatchers, who ask here which revision a cluster is to have.
 */
public final class Rollouts implements Editions, AutoCloseable {
    /** Until a member has told what it has of a kind. */
    private static final Duration RECHECK = Duration.ofMillis(200);

    private final Templates templates;
    private final Bindings bindings;
    private final Function<TemplateFacts, Optional<Strategy>> strategies;
    private final Lookout lookout;
    private final EventRecorder events;
    private final InstantSource clock;
    private final BiConsumer<String, Template> dispatch;
    private final Revisions revisions;
    private final Records records;
    private final Controller<Template> controller;

    /** What is seen of an object in the clusters that it is decided to be in. */
    @FunctionalInterface
    public interface Lookout {
        List<Sight> look(Binding binding);
    }

    /** What rollouts are made with. */
    public record Crew(
            Templates templates,
            Bindings bindings,
            Function<TemplateFacts, Optional<Strategy>> strategies,
            Lookout lookout,
            EventRecorder events,
            BiConsumer<String, Template> dispatch) {}

    public Rollouts(ApiClient hub, Crew crew, InstantSource clock) {
        this.templates = crew.templates();
        this.bindings = crew.bindings();
        this.strategies = crew.strategies();
        this.lookout = crew.lookout();
        this.events = crew.events();
        this.dispatch = crew.dispatch();
        this.clock = clock;
        this.revisions = new Revisions(hub);
        this.records = new Records(hub, this::recordChanged);
        this.controller = Controller.of("rollouts", clock, this::reconcile, 2);
    }

    /** Returns when all that was assigned to clusters is known. */
    public void start(Duration wait) throws InterruptedException {
        revisions.start(wait);
        records.start(wait);
    }

    /** From here on clusters are given changes. */
    public void begin() {
        records.templates().forEach(this::touch);
        controller.start();
    }

    /** Something about the object, its copies or its strategy may be different. */
    public void touch(Template template) {
        if (records.find(template).isPresent() || strategy(template).isPresent()) {
            controller.queue().add(template);
        }
    }

    /** A cluster came, went, or is another. */
    public void touchAll() {
        records.templates().forEach(controller.queue()::add);
    }

    private Optional<Strategy> strategy(Template template) {
        return templates.find(template).flatMap(this::strategy);
    }

    /** A cluster-wide object has no place for its revisions. */
    private Optional<Strategy> strategy(ObjectNode object) {
        return Metadata.of(object).namespace() == null
                ? Optional.empty()
                : strategies.apply(TemplateFacts.of(object));
    }

    private void recordChanged(Template template, boolean gone) {
        controller.queue().add(template);
        if (gone) {
            bindings.find(template)
                    .ifPresent(
                            one ->
                                    one.clusters()
                                            .keySet()
                                            .forEach(c -> dispatch.accept(c, template)));
        }
    }

    @Override
    public Edition due(String cluster, ObjectNode object) {
        Template template = Template.of(object);
        Progress progress = progress(template, object);
        if (progress == null) {
            return strategy(object).isPresent()
                    ? new Edition.Kept("held: its rollout has not begun")
                    : new Edition.Current();
        }
        Cluster member = progress.clusters().get(cluster);
        if (member == null || member.revision().isEmpty()) {
            return new Edition.Kept("held: it waits for its turn in the rollout");
        }
        if (member.revision().equals(revisions.idOf(object))) {
            return new Edition.Current();
        }
        return revisions
                .find(template, member.revision())
                .<Edition>map(Edition.Former::new)
                .orElseGet(
                        () ->
                                new Edition.Kept(
                                        "held: revision " + member.revision() + " is missing"));
    }

    /** Null where there is none for this very object. */
    private @Nullable Progress progress(Template template, ObjectNode object) {
        return records.find(template)
                .filter(one -> one.uid().equals(Metadata.uid(object)))
                .flatMap(Records.Row::progress)
                .orElse(null);
    }

    private Outcome reconcile(Template template) {
        Binding binding = bindings.find(template).orElse(null);
        ObjectNode object = templates.find(template).orElse(null);
        Records.Row row = records.find(template).orElse(null);
        if (object == null || binding == null || binding.isDeleting()) {
            return Outcome.SETTLED;
        }
        if (row != null && !row.uid().equals(Metadata.uid(object))) {
            records.remove(template, row); // of an earlier object of the same name
            return Outcome.revisit(RECHECK);
        }
        Optional<Strategy> strategy = strategy(object);
        if (strategy.isEmpty()) {
            return row == null ? Outcome.SETTLED : release(template, object, row);
        }
        List<Sight> sights = lookout.look(binding);
        boolean begins = row == null || row.progress().isEmpty();
        if (begins && sights.stream().anyMatch(one -> one.view() == Sight.View.UNKNOWN)) {
            return Outcome.revisit(RECHECK); // what is there is the beginning
        }
        return lead(template, object, row, strategy.get(), sights);
    }

    private Outcome lead(
            Template template,
            ObjectNode object,
            Records.@Nullable Row row,
            Strategy strategy,
            List<Sight> sights) {
        String target = revisions.idOf(object);
        Progress before = row == null ? null : row.progress().orElse(null);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Plan plan =
                RolloutPlanner.plan(
                        new Situation(
                                strategy,
                                before,
                                target,
                                Authors.of(object),
                                row == null ? Control.NONE : row.control(),
                                sights,
                                now));
        if (!plan.next().equals(before)) {
            revisions.keep(object, target);
            Records.Row base = row == null ? records.create(object) : row;
            records.write(template, base, ProgressTree.write(plan.next(), strategy));
            spread(template, before, plan.next());
            tell(object, plan.actions());
            if (plan.next().phase().isOver()) {
                revisions.prune(template, inUse(plan.next()), strategy.kept());
            }
            return Outcome.revisit(Duration.ZERO);
        }
        return plan.wake()
                .map(moment -> Outcome.revisit(Duration.between(now, moment)))
                .orElse(Outcome.SETTLED);
    }

    /** What was held for this reason or that may go on. */
    private void spread(Template template, @Nullable Progress before, Progress next) {
        next.clusters()
                .forEach(
                        (name, cluster) -> {
                            Cluster was = before == null ? null : before.clusters().get(name);
                            if (was == null || !was.revision().equals(cluster.revision())) {
                                dispatch.accept(name, template);
                            }
                        });
    }

    private static Set<String> inUse(Progress progress) {
        Set<String> used = new HashSet<>(List.of(progress.target(), progress.stable()));
        for (Cluster cluster : progress.clusters().values()) {
            used.add(cluster.revision());
            used.add(cluster.previous());
        }
        return used;
    }

    private void tell(ObjectNode object, List<Action> actions) {
        List<String> given = new ArrayList<>();
        for (Action action : actions) {
            switch (action) {
                case Action.Give(String cluster, String stage, String revision) ->
                        given.add(cluster + " (stage " + stage + ")");
                case Action.TakeBack(String cluster, String revision) ->
                        events.normal(object, "RolledBack", cluster + " goes back to " + revision);
                case Action.Tell(Phase phase, String message) -> tell(object, phase, message);
            }
        }
        if (!given.isEmpty()) {
            events.normal(object, "RolledOut", "next: " + String.join(", ", given));
        }
    }

    private void tell(ObjectNode object, Phase phase, String message) {
        String text = message.isEmpty() ? phase.text() : phase.text() + ": " + message;
        if (phase == Phase.FAILED || phase == Phase.ROLLING_BACK) {
            events.warning(object, "Rollout", text);
        } else {
            events.normal(object, "Rollout", text);
        }
    }

    /**
     * No strategy selects the object any more. What all clusters have by now needs no record; a
     * change that is on its way stops until there is a strategy again, or somebody deletes the
     * Rollout and thereby lets everything go everywhere.
     */
    private Outcome release(Template template, ObjectNode object, Records.Row row) {
        String now = revisions.idOf(object);
        Optional<Progress> held =
                row.progress()
                        .filter(
                                progress ->
                                        progress.clusters().values().stream()
                                                .anyMatch(one -> !one.revision().equals(now)));
        if (held.isEmpty()) {
            revisions.prune(template, Set.of(), 0);
            records.remove(template, row);
            revisions.forget(template);
        } else if (held.get().phase() != Phase.PAUSED) {
            records.pause(template, row, "no strategy selects the object any more");
        }
        return Outcome.SETTLED;
    }

    @Override
    public void close() {
        controller.close();
        records.close();
        revisions.close();
    }
}
