package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.node.runtime.ContainerRuntime;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.node.runtime.RuntimeInfo;
import io.pinisi.cluster.node.runtime.StoredImage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registers the node, reports its state, and renews the lease that says it is alive. */
final class NodeReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);
    private static final String LEASE_NAMESPACE = "kube-node-lease";
    private static final int LEASE_SECONDS = 40;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final NodeSettings settings;
    private final ApiClient client;
    private final ContainerRuntime runtime;
    private final InstantSource clock;
    private final NodeObject.Endpoint endpoint;
    private final Thread thread;
    private String problem = "";

    NodeReporter(
            NodeSettings settings,
            ApiClient client,
            ContainerRuntime runtime,
            InstantSource clock,
            NodeObject.Endpoint endpoint) {
        this.settings = settings;
        this.client = client;
        this.runtime = runtime;
        this.clock = clock;
        this.endpoint = endpoint;
        this.thread =
                Thread.ofVirtual()
                        .name("heartbeat " + settings.facts().name())
                        .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Instant reported = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            Duration wait = settings.limits().heartbeat();
            try {
                Instant now = clock.instant();
                if (reported.equals(Instant.MIN)
                        || Duration.between(reported, now)
                                        .compareTo(settings.limits().statusReport())
                                >= 0) {
                    register();
                    report();
                    reported = now;
                }
                renewLease();
                problem = "";
            } catch (ApiException | RuntimeFailure e) {
                tell(String.valueOf(e.getMessage()));
                wait = RETRY;
            } catch (RuntimeException e) {
                LOG.error("node report failed node={}", settings.facts().name(), e);
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Once, not at every attempt. */
    private void tell(String message) {
        if (!message.equals(problem)) {
            LOG.warn("node report fails node={} error={}", settings.facts().name(), message);
            problem = message;
        }
    }

    private ResourcePath path() {
        return ResourcePath.of(Resources.NODES, ObjectKey.cluster(settings.facts().name()));
    }

    /** Others' labels, annotations, taints and cordons stay. */
    private void register() {
        ObjectNode wanted = NodeObject.compose(settings, endpoint);
        Optional<ObjectNode> existing = client.find(path());
        if (existing.isEmpty()) {
            client.create(ResourcePath.all(Resources.NODES), wanted, WriteOptions.PLAIN);
            LOG.info("node registered node={}", settings.facts().name());
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.set("labels", wanted.path("metadata").path("labels"));
        metadata.set("annotations", wanted.path("metadata").path("annotations"));
        Metadata known = Metadata.of(existing.get());
        Metadata own = Metadata.of(wanted);
        boolean same =
                known.labels().entrySet().containsAll(own.labels().entrySet())
                        && known.annotations().entrySet().containsAll(own.annotations().entrySet());
        if (!same) {
            client.patch(path(), PatchType.MERGE, patch, WriteOptions.PLAIN);
        }
    }

    private void report() {
        RuntimeInfo info;
        List<StoredImage> images;
        try {
            info = runtime.info();
            images = runtime.images().list();
        } catch (RuntimeFailure e) {
            info =
                    new RuntimeInfo(
                            "containerd", "", "container runtime is down: " + e.getMessage());
            images = List.of();
        }
        ObjectNode current = client.get(path());
        ObjectNode status = NodeObject.status(settings, endpoint, info, images);
        status.set("conditions", conditions(current.path("status"), info));
        ObjectNode patch = Json.object();
        patch.set("status", status);
        client.patch(path().sub("status"), PatchType.MERGE, patch, WriteOptions.PLAIN);
    }

    private ArrayNode conditions(JsonNode previous, RuntimeInfo info) {
        ObjectNode holder = Json.object();
        holder.set(
                "conditions",
                previous.path("conditions").isArray()
                        ? previous.get("conditions").deepCopy()
                        : Json.object().putArray("x"));
        set(
                holder,
                "MemoryPressure",
                false,
                "KubeletHasSufficientMemory",
                "kubelet has sufficient memory available");
        set(
                holder,
                "DiskPressure",
                false,
                "KubeletHasNoDiskPressure",
                "kubelet has no disk pressure");
        set(
                holder,
                "PIDPressure",
                false,
                "KubeletHasSufficientPID",
                "kubelet has sufficient PID available");
        if (!settings.simulated().isEmpty()) {
            set(holder, "Simulated", true, "NoContainers", settings.simulated());
        }
        set(
                holder,
                "Ready",
                info.ready(),
                info.ready() ? "KubeletReady" : "KubeletNotReady",
                info.ready() ? "kubelet is posting ready status" : info.problem());
        return holder.withArray("conditions");
    }

    private void set(ObjectNode holder, String type, boolean value, String reason, String message) {
        Instant now = clock.instant();
        Conditions.set(holder, Conditions.Condition.of(type, value, reason, message), now)
                .put("lastHeartbeatTime", Timestamps.seconds(now));
    }

    private void renewLease() {
        ObjectKey key = ObjectKey.of(LEASE_NAMESPACE, settings.facts().name());
        String now = Timestamps.micros(clock.instant());
        ObjectNode renewal = Json.object();
        renewal.putObject("spec").put("renewTime", now);
        try {
            client.patch(
                    ResourcePath.of(Resources.LEASES, key),
                    PatchType.MERGE,
                    renewal,
                    WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
            createLease(now);
        }
    }

    private void createLease(String now) {
        ObjectNode node = client.get(path());
        ObjectNode lease = Json.object();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", settings.facts().name()).put("namespace", LEASE_NAMESPACE);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", settings.facts().name())
                .put("uid", Metadata.uid(node));
        lease.putObject("spec")
                .put("holderIdentity", settings.facts().name())
                .put("leaseDurationSeconds", LEASE_SECONDS)
                .put("renewTime", now);
        client.create(
                ResourcePath.all(Resources.LEASES).in(LEASE_NAMESPACE), lease, WriteOptions.PLAIN);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
