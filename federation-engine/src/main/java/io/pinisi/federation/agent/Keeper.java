package io.pinisi.federation.agent;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.interpreter.RetentionScripts;
import io.pinisi.federation.propagation.Marks;
import io.pinisi.federation.propagation.Retention;
import io.pinisi.federation.reverse.Order;
import io.pinisi.federation.reverse.OrderMessages.Kept;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the member to the order book while the hub is away: watches the objects of the hub's, and
 * puts back what others change or delete of them. Asleep while the hub is there, which does all
 * that and more.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final ListOptions OURS = ListOptions.ALL.labels(Marks.MANAGED + "=true");
    private static final int WORKERS = 4;

    /** Between two corrections of one object, so that two who disagree do not fight at speed. */
    private static final Duration TRUCE = Duration.ofSeconds(1);

    private final ApiClient member;
    private final OrderBook book;
    private final InstantSource clock;
    private final Controller<String> controller;
    private final Map<String, Instant> corrections = new ConcurrentHashMap<>();
    private final Map<GroupVersionResource, Mirror<String>> mirrors = new HashMap<>();
    private volatile boolean awake;
    private final RetentionScripts scripts = new RetentionScripts();
    private @Nullable Instant since;
    private int corrected;
    private int restored;

    Keeper(ApiClient member, OrderBook book, InstantSource clock) {
        this.member = member;
        this.book = book;
        this.clock = clock;
        this.controller = Controller.of("keeper", clock, this::reconcile, WORKERS);
    }

    void start() {
        controller.start();
    }

    /** The hub is away. */
    synchronized void wake() {
        if (awake) {
            return;
        }
        awake = true;
        since = clock.instant();
        LOG.info("the hub is away: keeping {} objects", book.all().size());
        for (Order order : book.all()) {
            mirrors.computeIfAbsent(order.resource(), resource -> watch(order));
            controller.queue().add(order.id());
        }
    }

    /** The hub is back. */
    synchronized void rest() {
        if (awake) {
            awake = false;
            mirrors.values().forEach(Mirror::close);
            mirrors.clear();
            corrections.clear();
            LOG.info("the hub is back corrected={} restored={}", corrected, restored);
        }
    }

    /** What was done since the last time somebody asked; once for each time alone. */
    synchronized Optional<Kept> report() {
        Instant from = since;
        if (from == null || awake) {
            return Optional.empty();
        }
        Kept kept = new Kept(from, corrected, restored);
        since = null;
        corrected = 0;
        restored = 0;
        return Optional.of(kept);
    }

    private Mirror<String> watch(Order order) {
        GroupVersionResource resource = order.resource();
        return new Mirror<String>(
                        "keep/" + resource.resource(),
                        member,
                        new Mirror.Source(
                                ResourcePath.all(resource),
                                GroupVersionKind.of(
                                        order.object().path("apiVersion").asString(""),
                                        order.object().path("kind").asString("")),
                                OURS),
                        _ -> "",
                        (key, before, after) ->
                                controller.queue().add(ResourcePath.of(resource, key).path()))
                .start();
    }

    private Outcome reconcile(String id) {
        Optional<Order> order = book.find(id);
        if (!awake || order.isEmpty()) {
            return Outcome.SETTLED;
        }
        Duration truce = truce(id);
        if (truce.isPositive()) {
            return Outcome.revisit(truce);
        }
        Optional<ObjectNode> live = member.find(order.get().path());
        Order due = live.map(object -> due(order.get(), object)).orElse(order.get());
        Keeping keeping = Keeping.of(due, live);
        if (keeping == Keeping.LEAVE || !awake) {
            return Outcome.SETTLED;
        }
        put(unchanged(due, live), keeping);
        corrections.put(id, clock.instant());
        count(keeping);
        LOG.info("kept object={} action={}", id, keeping);
        return Outcome.SETTLED;
    }

    /** The hub's script says here as well what stays as the member has it. */
    private Order due(Order order, ObjectNode live) {
        return order.retention().isEmpty()
                ? order
                : order.with(
                        Retention.of(
                                order.object(),
                                live,
                                (desired, observed) ->
                                        scripts.retained(order.retention(), desired, observed)));
    }

    /** What a script said holds for the state that it was shown, and no other. */
    private static Order unchanged(Order order, Optional<ObjectNode> live) {
        if (order.retention().isEmpty() || live.isEmpty()) {
            return order;
        }
        ObjectNode object = order.object().deepCopy();
        object.withObject("/metadata")
                .put("resourceVersion", Metadata.of(live.get()).resourceVersion());
        return order.with(object);
    }

    private Duration truce(String id) {
        Instant last = corrections.get(id);
        return last == null ? Duration.ZERO : Duration.between(clock.instant(), last.plus(TRUCE));
    }

    private synchronized void count(Keeping keeping) {
        if (keeping == Keeping.CORRECT) {
            corrected++;
        } else {
            restored++;
        }
    }

    /** One that is absent is made without force: if somebody made another meanwhile, it stays. */
    private void put(Order order, Keeping keeping) {
        WriteOptions plain = WriteOptions.by(Marks.MANAGER);
        WriteOptions options = keeping == Keeping.CORRECT ? plain.forced() : plain;
        ResourcePath path = order.path();
        try {
            member.apply(path, order.object(), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) || path.namespace() == null) {
                throw e;
            }
            makeNamespace(path.namespace());
            member.apply(path, order.object(), options);
        }
    }

    private void makeNamespace(String name) {
        ResourcePath path =
                ResourcePath.of(
                        GroupVersionResource.of("v1", "namespaces"), ObjectKey.cluster(name));
        Order order = book.find(path.path()).orElse(null);
        ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        member.apply(
                path, order == null ? namespace : order.object(), WriteOptions.by(Marks.MANAGER));
    }

    @Override
    public void close() {
        rest();
        controller.close();
        scripts.close();
    }
}
