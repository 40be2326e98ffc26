package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.cause.Causes;
import io.pinisi.federation.epoch.Fence;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.login.Logins;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.watch.Mirror;
import io.pinisi.federation.watch.Witnesses;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps one {@link Member} for each Cluster object: connects it by its Secret, writes what it finds
 * into the status, and lets it go when it is unjoined.
 */
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");
    private static final String SECRET = "secretRef";
    private static final String IMPERSONATOR = "impersonatorSecretRef";
    private static final String FINALIZER = "pinisi.io/membership";
    private static final String MANAGER = "pinisi-membership";
    private static final Duration UNJOIN_CHECK = Duration.ofMillis(500);
    private static final int WORKERS = 4;

    private final ApiClient hub;
    private final MemberClients clients;
    private final AddressPolicy addresses;
    private final MemberTokens tokens;
    private final AgentGate gate;
    private final HealthPolicy health;
    private final InstantSource clock;
    private final Causes causes;
    private final MembershipListener listener;
    private final Witnesses witnesses;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Map<String, Instant> reported = new ConcurrentHashMap<>();
    private final Claims claims;
    private final Map<String, Fence> fences = new ConcurrentHashMap<>();

    /** What else is to stand in a Cluster's status, by type. */
    private final Map<String, Map<String, Condition>> notes = new ConcurrentHashMap<>();

    private final Mirror<ObjectNode> clusters;
    private final Mirror<ObjectNode> secrets;
    private final Controller<String> controller;

    public Membership(
            ApiClient hub,
            MemberClients clients,
            AddressPolicy addresses,
            Logins logins,
            AgentGate gate,
            HealthPolicy health,
            InstantSource clock,
            Causes causes,
            MembershipListener listener,
            Witnesses witnesses) {
        this.hub = hub;
        this.clients = clients;
        this.addresses = addresses;
        this.tokens = new MemberTokens(hub, logins);
        this.gate = gate;
        this.health = health;
        this.clock = clock;
        this.causes = causes;
        this.listener = listener;
        this.witnesses = witnesses;
        this.claims = new Claims(hub, this::note, listener);
        this.controller = Controller.of("membership", clock, this::reconcile, WORKERS);
        this.clusters =
                new Mirror<>(
                        "clusters",
                        hub,
                        Mirror.Source.all(FederationKinds.CLUSTERS, "Cluster"),
                        this::read,
                        this::clusterChanged);
        this.secrets =
                new Mirror<>(
                        "credentials",
                        hub,
                        new Mirror.Source(
                                ResourcePath.all(SECRETS).in(ClusterValidation.SYSTEM_NAMESPACE),
                                GroupVersionKind.of("v1", "Secret"),
                                ListOptions.ALL),
                        secret -> secret,
                        this::secretChanged);
    }

    /** Returns when every Cluster object is known. */
    public void start(Duration wait) throws InterruptedException {
        secrets.start();
        clusters.start();
        if (!secrets.awaitSync(wait) || !clusters.awaitSync(wait)) {
            throw new ApiException(Reason.TIMEOUT, "the hub does not list its clusters");
        }
        controller.start();
        gate.open(new Doorkeeper());
    }

    /** Lets in the agents of clusters that pull. */
    private final class Doorkeeper implements AgentGate.Host {
        @Override
        public Optional<ApiException> refusal(String name) {
            return isPulled(name)
                    ? Optional.empty()
                    : Optional.of(
                            new ApiException(
                                    Reason.GONE,
                                    "cluster \""
                                            + name
                                            + "\" is no member of this hub in Pull mode"));
        }

        @Override
        public void changed(String name) {
            member(name).ifPresent(Member::lookNow);
        }
    }

    /** The Cluster objects, by no order. */
    public Collection<ObjectNode> clusters() {
        return clusters.all();
    }

    public Optional<ObjectNode> cluster(String name) {
        return clusters.find(ObjectKey.cluster(name));
    }

    /** Whether the cluster's agent may come in: also while it is being let go, to be cleaned up. */
    public boolean isPulled(String name) {
        return cluster(name).filter(SyncMode::isPull).isPresent();
    }

    public Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    private ObjectNode read(ObjectNode object) {
        object.withObject("/metadata").remove("managedFields");
        causes.seen(object);
        return object;
    }

    private void clusterChanged(
            ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        controller.queue().add(key.name());
        listener.changed(key.name());
    }

    private void secretChanged(
            ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        for (ObjectNode cluster : clusters.all()) {
            if (key.name().equals(Json.text(cluster, "spec", SECRET, "name"))
                    || key.name().equals(Json.text(cluster, "spec", IMPERSONATOR, "name"))) {
                controller.queue().add(Metadata.of(cluster).name());
            }
        }
    }

    private Outcome reconcile(String name) {
        ObjectNode cluster = cluster(name).orElse(null);
        if (cluster == null) {
            disconnect(name);
            return Outcome.SETTLED;
        }
        if (Metadata.of(cluster).isDeleting()) {
            return leave(cluster);
        }
        guard(cluster);
        connect(cluster);
        return report(cluster);
    }

    private void connect(ObjectNode cluster) {
        String name = Metadata.of(cluster).name();
        if (SyncMode.isPull(cluster)) {
            await(cluster);
            return;
        }
        try {
            ObjectNode secret = secret(cluster, SECRET);
            Kubeconfig kubeconfig = Credentials.of(cluster, secret);
            String impersonator =
                    cluster.path("spec").hasNonNull(IMPERSONATOR)
                            ? Credentials.impersonator(secret(cluster, IMPERSONATOR))
                            : null;
            if (clients.isDialled(name, kubeconfig, impersonator)) {
                return;
            }
            addresses.check(kubeconfig);
            disconnect(name);
            MemberConnection connection =
                    new DialledConnection(
                            name,
                            kubeconfig,
                            tokens.open(kubeconfig, secret),
                            fencing(name),
                            impersonator);
            clients.put(name, connection);
            begin(cluster, connection);
        } catch (ApiException e) {
            disconnect(name);
            String why = Objects.requireNonNullElse(e.getMessage(), "no use");
            LOG.warn("cluster={} cannot be connected: {}", name, why);
            write(cluster, ClusterReport.unusable(cluster.path("status"), why, clock.instant()));
        }
    }

    /** The member's agent comes by itself. */
    private void await(ObjectNode cluster) {
        String name = Metadata.of(cluster).name();
        if (clients.isPulled(name)) {
            return;
        }
        disconnect(name);
        MemberConnection connection = new AgentConnection(gate, name, fencing(name));
        clients.put(name, connection);
        begin(cluster, connection);
    }

    /** What stands before the engine's own writes; people's calls are theirs. */
    private UnaryOperator<Transport> fencing(String name) {
        return open -> {
            Fence fence = new Fence(name, open, claims, clock, new SecureRandom());
            fences.put(name, fence);
            return fence;
        };
    }

    /** Has a condition stand in a Cluster's status from now on. */
    public void note(String name, Condition condition) {
        Condition before =
                notes.computeIfAbsent(name, absent -> new ConcurrentHashMap<>())
                        .put(condition.type(), condition);
        if (!condition.equals(before)) {
            reported.remove(name);
            controller.queue().add(name);
        }
    }

    private void begin(ObjectNode cluster, MemberConnection connection) {
        String name = Metadata.of(cluster).name();
        Member member =
                new Member(
                        name,
                        connection.api(),
                        connection.hasty(health.timeout()),
                        health,
                        known(cluster),
                        clock,
                        event -> hear(name, event),
                        witnesses);
        members.put(name, member);
        listener.connected(member);
        member.start();
    }

    /** What was known before this process began counts until probes say otherwise. */
    private static HealthJudge.Verdict known(ObjectNode cluster) {
        return Conditions.find(cluster.path("status"), "Ready")
                .map(
                        condition ->
                                new HealthJudge.Verdict(
                                        condition.path("status").asString("Unknown"),
                                        condition.path("reason").asString(""),
                                        condition.path("message").asString("")))
                .orElse(new HealthJudge.Verdict("Unknown", "ClusterNotProbed", "not asked yet"));
    }

    private ObjectNode secret(ObjectNode cluster, String field) {
        String namespace = Json.text(cluster, "spec", field, "namespace");
        String secretName = Json.text(cluster, "spec", field, "name");
        if (secretName == null
                || namespace == null
                || !ClusterValidation.SYSTEM_NAMESPACE.equals(namespace)) {
            throw ApiException.badRequest(
                    "spec."
                            + field
                            + " must name a Secret in "
                            + ClusterValidation.SYSTEM_NAMESPACE);
        }
        return secrets.find(ObjectKey.of(namespace, secretName))
                .orElseThrow(() -> ApiException.notFound(SECRETS.groupResource(), secretName));
    }

    private void hear(String name, Member.Event event) {
        if (event == Member.Event.INVENTORY) {
            listener.inventoryChanged(name);
        } else {
            reported.remove(name);
        }
        controller.queue().add(name);
    }

    /** Health at once, the inventory now and then: pods come and go all the time. */
    private Outcome report(ObjectNode cluster) {
        String name = Metadata.of(cluster).name();
        Member member = members.get(name);
        if (member == null) {
            return Outcome.SETTLED;
        }
        Instant now = clock.instant();
        Instant last = reported.get(name);
        if (last != null && now.isBefore(last.plus(health.inventoryInterval()))) {
            return Outcome.revisit(Duration.between(now, last.plus(health.inventoryInterval())));
        }
        taint(cluster, member.verdict());
        ObjectNode status = ClusterReport.status(cluster, member, now);
        notes.getOrDefault(name, Map.of()).values().forEach(c -> Conditions.set(status, c, now));
        write(cluster, status);
        identify(cluster, member);
        reported.put(name, now);
        return Outcome.SETTLED;
    }

    private void write(ObjectNode cluster, ObjectNode status) {
        ObjectNode patch = MergePatch.between(cluster.path("status"), status);
        if (!patch.isEmpty()) {
            ObjectNode body = Json.object();
            body.set("status", patch);
            hub.patch(path(cluster).sub("status"), PatchType.MERGE, body, WriteOptions.by(MANAGER));
        }
    }

    /** A version that is not the newest is refused, so that no operator's taint gets lost. */
    private void taint(ObjectNode cluster, HealthJudge.Verdict verdict) {
        ConditionTaints.next(cluster, verdict, clock.instant())
                .ifPresent(
                        taints -> {
                            ObjectNode patch = Json.object();
                            patch.putObject("metadata")
                                    .put("resourceVersion", Metadata.of(cluster).resourceVersion());
                            patch.putObject("spec").set("taints", taints);
                            hub.patch(
                                    path(cluster),
                                    PatchType.MERGE,
                                    patch,
                                    WriteOptions.by(MANAGER));
                        });
    }

    private void identify(ObjectNode cluster, Member member) {
        if (Json.text(cluster, "spec", "id") != null) {
            return;
        }
        member.discovered()
                .ifPresent(
                        discovered -> {
                            ObjectNode patch = Json.object();
                            patch.putObject("spec").put("id", discovered.id());
                            hub.patch(
                                    path(cluster),
                                    PatchType.MERGE,
                                    patch,
                                    WriteOptions.by(MANAGER));
                        });
    }

    private void guard(ObjectNode cluster) {
        List<String> finalizers = Metadata.of(cluster).finalizers();
        if (!finalizers.contains(FINALIZER)) {
            finalizers.add(FINALIZER);
            finalizers(cluster, finalizers);
        }
    }

    private Outcome leave(ObjectNode cluster) {
        String name = Metadata.of(cluster).name();
        List<String> finalizers = Metadata.of(cluster).finalizers();
        if (!finalizers.contains(FINALIZER)) {
            return Outcome.SETTLED;
        }
        if (!listener.released(name, Unjoin.of(cluster))) {
            return clear(cluster);
        }
        unmark(name);
        forget(cluster);
        finalizers.remove(FINALIZER);
        finalizers(cluster, finalizers);
        disconnect(name);
        witnesses.left(name);
        LOG.info("cluster={} left the federation", name);
        return Outcome.SETTLED;
    }

    /** One that cannot be reached keeps the mark: whoever takes it next is asked. */
    private void unmark(String name) {
        Fence fence = fences.remove(name);
        notes.remove(name);
        if (fence != null && member(name).filter(Member::isReady).isPresent()) {
            try {
                fence.leave();
            } catch (ApiException e) {
                LOG.warn("cluster={} keeps its mark: {}", name, e.getMessage());
            }
        }
    }

    /**
     * Until it is clean it is reached and judged like any other: one that was away, or whose hub
     * was, when it was let go has to be found again before anything can be deleted in it.
     */
    private Outcome clear(ObjectNode cluster) {
        connect(cluster);
        report(cluster);
        return Outcome.revisit(UNJOIN_CHECK);
    }

    /**
     * The credentials go with the cluster, and before it: once it is gone another may join under
     * its name, whose credentials are not to be touched.
     */
    private void forget(ObjectNode cluster) {
        for (String field : List.of(SECRET, IMPERSONATOR)) {
            String secret = Json.text(cluster, "spec", field, "name");
            if (secret != null) {
                delete(ObjectKey.of(ClusterValidation.SYSTEM_NAMESPACE, secret));
            }
        }
    }

    private void delete(ObjectKey secret) {
        try {
            hub.delete(ResourcePath.of(SECRETS, secret), null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    private void finalizers(ObjectNode cluster, List<String> finalizers) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", Metadata.of(cluster).resourceVersion());
        finalizers.forEach(metadata.putArray("finalizers")::add);
        hub.patch(path(cluster), PatchType.MERGE, patch, WriteOptions.by(MANAGER));
    }

    private static ResourcePath path(ObjectNode cluster) {
        return ResourcePath.of(FederationKinds.CLUSTERS, Metadata.key(cluster));
    }

    private void disconnect(String name) {
        Member member = members.remove(name);
        reported.remove(name);
        if (member != null) {
            member.close();
            witnesses.lost(name, member.lastSeen().orElseGet(clock::instant));
            listener.disconnected(name);
        }
        clients.put(name, null);
    }

    @Override
    public void close() {
        gate.open(null);
        controller.close();
        clusters.close();
        secrets.close();
        members.values().forEach(Member::close);
        members.clear();
    }
}
