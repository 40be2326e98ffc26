package io.pinisi.federation.propagation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.WorkQueue;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.cause.Cause;
import io.pinisi.federation.cause.Follow;
import io.pinisi.federation.guard.Fuse;
import io.pinisi.federation.interpreter.ScriptException;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.traffic.Beginnings;
import io.pinisi.federation.traffic.Traffic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings one member to what the written decisions want of it. Each member has its own, so that a
 * slow or dead one delays no other.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Duration SYNC_WAIT = Duration.ofSeconds(2);
    private static final Duration RECHECK = Duration.ofSeconds(5);
    private static final Duration UNSETTLED = Duration.ofMillis(500);

    /** How often an object is read anew that changed while a script said what stays of it. */
    private static final int RETENTION_ATTEMPTS = 5;

    private final String cluster;
    private final ApiClient member;
    private final Observer observer;
    private final Dispatching common;
    private final MemberNamespaces namespaces;
    private final Breaker breaker;
    private final DriftDamper damper;
    private final Follow follow = new Follow();
    private final Traffic traffic;
    private final Controller<Template> controller;

    /** What the dispatchers of all members share. */
    public record Dispatching(
            Templates templates,
            Bindings bindings,
            Desires desires,
            Deliveries deliveries,
            Tidings tidings,
            Fuse fuse,
            Tracing tracing,
            Beginnings beginnings,
            DispatchLimits limits,
            InstantSource clock) {}

    /** What people are told of. */
    public interface Tidings {
        /**
         * @param corrected whether it is put right
         */
        void drift(String cluster, Template template, ObservedObject seen, boolean corrected);

        /** Someone deleted the object in the member. */
        void vanished(String cluster, Template template, boolean corrected);

        /** The object is in the member as it should be. */
        void calm(String cluster, Template template);

        void refused(String cluster, Template template, String why);
    }

    public Dispatcher(String cluster, ApiClient member, Observer observer, Dispatching common) {
        this.cluster = cluster;
        this.member = member;
        this.observer = observer;
        this.common = common;
        this.namespaces = new MemberNamespaces(member, common.templates());
        this.traffic = new Traffic(cluster, common.beginnings(), common.clock());
        this.breaker = new Breaker(common.limits(), common.clock());
        this.damper = new DriftDamper(common.limits(), common.clock());
        this.controller =
                new Controller<>(
                        "dispatch-" + cluster,
                        new WorkQueue<>(common.clock(), common.limits().retries()),
                        this::reconcile,
                        common.limits().workers());
    }

    public void start() {
        controller.start();
    }

    public void enqueue(Template template) {
        traffic.waits(template);
        controller.queue().add(template);
    }

    /** What waits for this member, and how fast it gets what it is to have. */
    public Traffic traffic() {
        return traffic;
    }

    /** The member is reachable again: no more waiting. */
    public void resume() {
        breaker.succeeded();
    }

    private Outcome reconcile(Template template) throws InterruptedException {
        traffic.taken(template);
        Outcome outcome = Outcome.UNFINISHED;
        try {
            outcome = advance(template);
            return outcome;
        } finally {
            if (outcome.equals(Outcome.SETTLED)) {
                traffic.settled(template);
            } else {
                traffic.postponed(template);
            }
        }
    }

    private Outcome advance(Template template) throws InterruptedException {
        Desire desire = common.desires().of(cluster, template);
        return switch (desire) {
            case Desire.Indifferent() -> {
                common.deliveries().forget(cluster, template);
                forget(template);
                yield Outcome.SETTLED;
            }
            case Desire.Invalid(String why) -> {
                refused(template, why);
                yield Outcome.SETTLED;
            }
            case Desire.Suspended(String why) -> hold(template, why);
            case Desire.Waning() -> hold(template, "stopped: its successors become healthy first");
            case Desire.Unsettled() -> Outcome.revisit(UNSETTLED);
            case Desire.Present present -> reach(template, path -> apply(template, path, present));
            case Desire.Absent() -> part(template);
            case Desire.Stray() -> part(template);
        };
    }

    private Outcome part(Template template) throws InterruptedException {
        return switch (common.fuse().ask(cluster, template)) {
            case Fuse.Verdict.Go() -> reach(template, path -> remove(template, path));
            case Fuse.Verdict.Wait(Duration left) -> Outcome.revisit(left);
            case Fuse.Verdict.Held(int count) ->
                    hold(
                            template,
                            "held: "
                                    + count
                                    + " objects would be deleted; confirm the DeletionHold "
                                    + cluster);
        };
    }

    private Outcome hold(Template template, String why) {
        String message = "dispatching to this cluster is " + why;
        common.deliveries().set(cluster, template, Delivery.State.SUSPENDED, message);
        return Outcome.SETTLED;
    }

    /** What is done in the member. */
    private interface Work {
        Outcome at(ResourcePath path) throws InterruptedException;
    }

    private Outcome reach(Template template, Work work) throws InterruptedException {
        if (!breaker.remaining().isZero()) {
            return postpone(template, "the cluster cannot be reached");
        }
        Optional<ResourcePath> path = common.templates().path(template);
        if (path.isEmpty()) {
            return Outcome.revisit(RECHECK);
        }
        try {
            observer.follow(template.kind());
            Outcome outcome = work.at(path.get());
            breaker.succeeded();
            return outcome;
        } catch (ApiException e) {
            return failed(template, e);
        } catch (ScriptException e) {
            refused(template, String.valueOf(e.getMessage()));
            return Outcome.UNFINISHED;
        }
    }

    private Outcome failed(Template template, ApiException failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        if (failure.is(Reason.SERVICE_UNAVAILABLE) || failure.is(Reason.TIMEOUT)) {
            breaker.failed();
            traffic.failed(template, message);
            return postpone(template, message);
        }
        if (failure.is(Reason.TOO_MANY_REQUESTS)) {
            return postpone(template, message);
        }
        refused(template, message);
        throw failure;
    }

    private void refused(Template template, String why) {
        common.deliveries().set(cluster, template, Delivery.State.FAILED, why);
        common.tidings().refused(cluster, template, why);
        traffic.failed(template, why);
    }

    private void forget(Template template) {
        damper.forget(template);
        follow.forget(template);
        traffic.forget(template);
    }

    private Outcome postpone(Template template, String why) {
        common.deliveries().set(cluster, template, Delivery.State.PENDING, why);
        Duration wait = breaker.remaining();
        return Outcome.revisit(wait.isZero() ? common.limits().breakerFirst() : wait);
    }

    private Outcome apply(Template template, ResourcePath path, Desire.Present desire)
            throws InterruptedException {
        observer.awaitSync(template.kind(), SYNC_WAIT);
        String binding = Binding.keyOf(template).toString();
        Optional<ObservedObject> seen =
                observer.find(template).filter(object -> object.binding().equals(binding));
        return seen.isPresent()
                ? again(template, path, desire, seen.get())
                : first(template, path, desire, binding);
    }

    /** What others changed is put right of our own accord, and carries nobody's request. */
    private Outcome again(
            Template template, ResourcePath path, Desire.Present desire, ObservedObject seen) {
        Cause cause = common.tracing().ofChange(cluster, template);
        if (!seen.templateUid().equals(desire.templateUid())) {
            return delete(template, path, seen.uid());
        }
        boolean changed = !seen.hash().equals(desire.rendered().hash());
        if (!changed && seen.held() instanceof ObservedObject.Held.Unsaid(String why)) {
            refused(template, why);
            return Outcome.SETTLED;
        }
        boolean fresh = !damper.isCorrected(template, seen);
        boolean drifted = fresh && !seen.drift().isEmpty();
        boolean off = drifted || (fresh && seen.held() instanceof ObservedObject.Held.Otherwise);
        if (off) {
            Duration wait = damper.remaining(template);
            if (!wait.isZero() && !changed) {
                return Outcome.revisit(wait);
            }
        }
        if (drifted) {
            common.tidings().drift(cluster, template, seen, desire.corrects() || changed);
        }
        if (changed || (off && desire.corrects())) {
            put(template, path, desire, writing(template, changed ? cause : Cause.NONE).forced());
        }
        if (changed || isCurrent(template, desire)) {
            follow.answered(template, cause);
        }
        if (off) {
            damper.corrected(template, seen);
        } else if (seen.drift().isEmpty()) {
            common.tidings().calm(cluster, template);
        }
        applied(template);
        return Outcome.SETTLED;
    }

    /**
     * The observer does not know the object as ours, or not yet: the member itself is asked, so
     * that a change made by others meanwhile is told and not just overwritten.
     */
    private Outcome first(
            Template template, ResourcePath path, Desire.Present desire, String binding) {
        Cause cause = common.tracing().ofArrival(template);
        ObjectNode live = member.find(path).orElse(null);
        if (live == null) {
            boolean was =
                    common.deliveries()
                            .find(cluster, template)
                            .filter(d -> d.state() == Delivery.State.APPLIED)
                            .isPresent();
            if (was) {
                common.tidings().vanished(cluster, template, desire.corrects());
            }
            if (was && !desire.corrects()) {
                return Outcome.SETTLED;
            }
            put(template, path, desire, writing(template, cause));
        } else if (Marks.isOurs(live, binding)) {
            return again(template, path, desire, observer.read(template, live));
        } else if (desire.conflict() == Policy.ConflictResolution.OVERWRITE
                || Marks.isImported(live)) {
            put(template, path, desire, writing(template, cause).forced());
        } else {
            String why =
                    "the object exists in cluster \""
                            + cluster
                            + "\" and is not ours; to take it"
                            + " over set spec.conflictResolution of the policy to Overwrite";
            refused(template, why);
            return Outcome.revisit(RECHECK);
        }
        follow.answered(template, cause);
        applied(template);
        return Outcome.SETTLED;
    }

    /** What waits for its stage of a rollout is not what the template says now. */
    private boolean isCurrent(Template template, Desire.Present desire) {
        String rendered =
                Metadata.of(desire.rendered().object()).annotation(Marks.TEMPLATE_GENERATION);
        return common.templates()
                .find(template)
                .map(object -> Long.toString(Metadata.of(object).generation()))
                .filter(generation -> generation.equals(rendered))
                .isPresent();
    }

    private void applied(Template template) {
        traffic.upToDate(template);
        common.deliveries().set(cluster, template, Delivery.State.APPLIED, "");
    }

    private WriteOptions writing(Template template, Cause cause) {
        Cause open = follow.open(template, cause);
        return WriteOptions.by(Marks.MANAGER).following(open.requestId());
    }

    private void put(
            Template template, ResourcePath path, Desire.Present desire, WriteOptions options) {
        ObjectNode object = desire.rendered().object();
        traffic.writes(template, desire.rendered().hash());
        if (desire.scaled()) {
            handOver(path);
        }
        try {
            send(path, object, options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) || !namespaces.create(path.namespace(), options)) {
                throw e;
            }
            send(path, object, options);
        }
        traffic.written(template, desire.rendered().hash());
    }

    private void send(ResourcePath path, ObjectNode object, WriteOptions options) {
        if (!common.desires().retains(object)) {
            member.apply(path, object, options);
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                member.apply(path, retained(path, object), options);
                return;
            } catch (ApiException e) {
                boolean raced = options.force() && e.is(Reason.CONFLICT);
                if (!raced || attempt == RETENTION_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Good for the state that the script was shown, and no other. */
    private ObjectNode retained(ResourcePath path, ObjectNode object) {
        ObjectNode live = member.find(path).orElse(null);
        if (live == null) {
            return object;
        }
        ObjectNode retained = common.desires().retained(object, live).deepCopy();
        retained.withObject("/metadata")
                .put("resourceVersion", Metadata.of(live).resourceVersion());
        return retained;
    }

    /**
     * Replicas that were ours and are to be an autoscaler's: a field that its last owner stops to
     * apply falls back to its default, so another owner takes it first, with the value it has.
     */
    private void handOver(ResourcePath path) {
        ObjectNode live = member.find(path).orElse(null);
        if (live == null || !live.path("spec").has("replicas")) {
            return;
        }
        ObjectNode claim = Json.object();
        claim.set("apiVersion", live.path("apiVersion"));
        claim.set("kind", live.path("kind"));
        ObjectNode metadata = claim.putObject("metadata");
        metadata.set("name", live.path("metadata").path("name"));
        metadata.set("namespace", live.path("metadata").path("namespace"));
        claim.putObject("spec").set("replicas", live.path("spec").path("replicas"));
        try {
            member.apply(path, claim, WriteOptions.by(Marks.MANAGER + "-handover"));
        } catch (ApiException e) {
            if (!e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }

    /** An old template's object goes before the new one comes; the observer's event goes on. */
    private Outcome delete(Template template, ResourcePath path, String uid) {
        ObjectNode options = Json.object().put("propagationPolicy", "Background");
        options.putObject("preconditions").put("uid", uid);
        try {
            Cause cause = common.tracing().ofChange(cluster, template);
            member.delete(path, options, writing(template, cause));
            traffic.deleted();
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.revisit(common.limits().goneCheck());
    }

    /** Only what carries our marks is deleted, and the inventory shrinks only by what was seen. */
    private Outcome remove(Template template, ResourcePath path) {
        String binding = Binding.keyOf(template).toString();
        Optional<ObjectNode> live = member.find(path);
        if (live.isEmpty() || !Marks.isOurs(live.get(), binding)) {
            common.bindings().release(template, cluster);
            common.deliveries().forget(cluster, template);
            forget(template);
            return Outcome.SETTLED;
        }
        if (Metadata.of(live.get()).isDeleting()) {
            return Outcome.revisit(common.limits().goneCheck());
        }
        if (namespaces.isInUse(template)) {
            return postpone(
                    template,
                    "pods run in namespace " + template.key().name() + "; it goes when they have");
        }
        return delete(template, path, Metadata.uid(live.get()));
    }

    @Override
    public void close() {
        controller.close();
    }
}
