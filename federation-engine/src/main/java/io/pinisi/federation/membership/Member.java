package io.pinisi.federation.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.federation.watch.Mirror;
import io.pinisi.federation.watch.Witnesses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected member: its probe, and its nodes and pods as rows. Says through a listener when
 * there is something new; who writes it where is not its business.
 */
public final class Member implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);
    private static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");
    private static final Duration DISCOVERY_INTERVAL = Duration.ofMinutes(1);

    private final String name;
    private final ApiClient api;
    private final HealthPolicy policy;
    private final InstantSource clock;
    private final Consumer<Event> listener;
    private final Witnesses witnesses;
    private final MemberFacts facts;
    private final MemberFacts health;
    private final Mirror<NodeRow> nodes;
    private final Mirror<PodRow> pods;
    private final Thread prober;
    private volatile HealthJudge judge;
    private volatile @Nullable Instant lastSeen;
    private volatile @Nullable Discovered discovered;
    private final Semaphore hurry = new Semaphore(0);
    private volatile boolean closed;

    /** Confined to the prober. */
    private boolean lost;

    /** What is new about a member. */
    public enum Event {
        /** It became Ready, or ceased to be. */
        HEALTH,
        /** Its version or its APIs were read. */
        DISCOVERED,
        /** Nodes or pods changed. */
        INVENTORY
    }

    /** What a member says about itself; read when it becomes Ready and every minute. */
    record Discovered(
            String id, String version, tools.jackson.databind.node.ArrayNode apis, Instant at) {}

    /**
     * @param hasty the member's API for probes, which give up early
     */
    Member(
            String name,
            ApiClient api,
            ApiClient hasty,
            HealthPolicy policy,
            HealthJudge.Verdict known,
            InstantSource clock,
            Consumer<Event> listener,
            Witnesses witnesses) {
        this.name = name;
        this.api = api;
        this.policy = policy;
        this.clock = clock;
        this.listener = listener;
        this.witnesses = witnesses;
        this.facts = new MemberFacts(api);
        this.health = new MemberFacts(hasty);
        this.judge = HealthJudge.begin(policy, known);
        this.nodes =
                new Mirror<>(
                        name + "/nodes",
                        api,
                        Mirror.Source.all(NODES, "Node"),
                        NodeRow::of,
                        (key, before, after) -> listener.accept(Event.INVENTORY),
                        witnesses.of(name, NODES));
        this.pods =
                new Mirror<>(
                        name + "/pods",
                        api,
                        Mirror.Source.all(PODS, "Pod"),
                        PodRow::of,
                        (key, before, after) -> listener.accept(Event.INVENTORY),
                        witnesses.of(name, PODS));
        this.prober = Thread.ofVirtual().name("probe-" + name).unstarted(this::run);
    }

    void start() {
        nodes.start();
        pods.start();
        prober.start();
    }

    public String name() {
        return name;
    }

    /** The member's API as the engine. */
    public ApiClient api() {
        return api;
    }

    public boolean isReady() {
        return judge.verdict().isReady();
    }

    HealthJudge.Verdict verdict() {
        return judge.verdict();
    }

    Optional<Discovered> discovered() {
        return Optional.ofNullable(discovered);
    }

    /** When a probe last found it well; empty when none has since this process began. */
    public Optional<Instant> lastSeen() {
        return Optional.ofNullable(lastSeen);
    }

    public Collection<NodeRow> nodes() {
        return nodes.all();
    }

    public Collection<PodRow> pods() {
        return pods.all();
    }

    /** Whether nodes and pods have been listed once, so that an empty list means none. */
    public boolean isInventoryKnown() {
        return nodes.isSynced() && pods.isSynced();
    }

    private void run() {
        while (!closed) {
            try {
                Instant begun = clock.instant();
                look();
                Duration left = Duration.between(clock.instant(), begun.plus(policy.interval()));
                if (left.isPositive() && hurry.tryAcquire(left.toMillis(), MILLISECONDS)) {
                    hurry.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("probe failed cluster={}", name, e);
                }
            }
        }
    }

    /** Something happened to the connection: no need to wait for the next probe's time. */
    void lookNow() {
        hurry.release();
    }

    private void look() {
        long heard = heard();
        Probe probe = health.probe();
        boolean speaks = heard() > heard;
        if (closed || (probe instanceof Probe.Unreachable && speaks)) {
            return;
        }
        HealthJudge.Verdict before = judge.verdict();
        judge = judge.after(probe);
        tell(before.isReady(), judge.verdict().isReady());
        if (probe instanceof Probe.Ok) {
            lastSeen = clock.instant();
            discover(judge.verdict().isReady() && !before.isReady());
        }
        if (!before.equals(judge.verdict())) {
            LOG.info(
                    "cluster={} ready={} reason={}",
                    name,
                    judge.verdict().status(),
                    judge.verdict().reason());
            listener.accept(Event.HEALTH);
        }
    }

    /** A member that was lost may have missed to tell us something, though a watch is open. */
    private void tell(boolean was, boolean is) {
        if (was && !is) {
            lost = true;
            witnesses.lost(name, lastSeen().orElseGet(clock::instant));
        } else if (is && lost) {
            lost = false;
            witnesses.found(name);
        }
    }

    /** Lists nodes and pods again. */
    public void renew() {
        nodes.renew();
        pods.renew();
    }

    /** The second opinion: whoever still sends events is slow to answer, not gone. */
    private long heard() {
        return nodes.heard() + pods.heard();
    }

    private void discover(boolean returned) {
        Discovered known = discovered;
        if (!returned
                && known != null
                && clock.instant().isBefore(known.at().plus(DISCOVERY_INTERVAL))) {
            return;
        }
        try {
            discovered =
                    new Discovered(
                            facts.id(), facts.version(), facts.apiEnablements(), clock.instant());
            listener.accept(Event.DISCOVERED);
        } catch (ApiException e) {
            LOG.debug("discovery failed cluster={} reason={}", name, e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        prober.interrupt();
        nodes.close();
        pods.close();
    }
}
