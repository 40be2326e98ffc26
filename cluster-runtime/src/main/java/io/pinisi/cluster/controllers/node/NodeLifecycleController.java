package io.pinisi.cluster.controllers.node;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Index;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls silent nodes unknown, taints what is not ready, and evicts who does not tolerate it. */
public final class NodeLifecycleController implements ClusterController {
    private static final String ACCOUNT = "node-controller";
    private static final String LEASES = "kube-node-lease";
    private static final String BY_NODE = "node";
    private static final int WORKERS = 2;

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister nodes;
    private final Lister leases;
    private final Lister pods;
    private final StatusWriter nodeStatus;
    private final StatusWriter podStatus;
    private final EventRecorder recorder;
    private final Map<String, NodeHealth> health = new ConcurrentHashMap<>();
    private final Controller<String> controller;

    public NodeLifecycleController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.nodeStatus = new StatusWriter(client, Resources.NODES);
        this.podStatus = new StatusWriter(client, Resources.PODS);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer nodeInformer = environment.informers().of(Resources.NODES);
        Informer leaseInformer = environment.informers().of(Resources.LEASES);
        Informer podInformer = environment.informers().of(Resources.PODS);
        this.nodes = nodeInformer.lister();
        this.leases = leaseInformer.lister();
        this.pods = podInformer.lister();
        podInformer.addIndex(new Index(BY_NODE, pod -> List.of(new PodView(pod).nodeName())));
        nodeInformer.addHandler(
                change -> controller.queue().add(Metadata.of(change.object()).name()));
        leaseInformer.addHandler(this::leaseChanged);
        podInformer.addHandler(this::podChanged);
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        recorder.close();
    }

    private void leaseChanged(Change change) {
        ObjectKey key = Metadata.key(change.object());
        if (LEASES.equals(key.namespace())) {
            controller.queue().add(key.name());
        }
    }

    /** A pod that comes to a node may have to leave it again. */
    private void podChanged(Change change) {
        String node = new PodView(change.object()).nodeName();
        boolean arrived =
                switch (change) {
                    case Change.Added _ -> true;
                    case Change.Updated(ObjectNode previous, ObjectNode _) ->
                            new PodView(previous).nodeName().isEmpty();
                    case Change.Deleted _ -> false;
                };
        if (arrived && !node.isEmpty()) {
            controller.queue().add(node);
        }
    }

    private Outcome reconcile(String name) {
        Optional<ObjectNode> found = nodes.find(ObjectKey.cluster(name));
        if (found.isEmpty()) {
            health.remove(name);
            return Outcome.SETTLED;
        }
        ObjectNode node = found.get();
        Instant now = clock.instant();
        ObjectNode lease = leases.find(ObjectKey.of(LEASES, name)).orElse(null);
        NodeHealth seen =
                health.compute(name, (n, old) -> NodeHealth.observe(old, node, lease, now));
        Instant deadline = seen.deadline(node);
        if (!deadline.isAfter(now) && nodeStatus.write(node, NodeHealth.unknown(node, now))) {
            recorder.normal(node, "NodeNotReady", "Node " + name + " status is now: NodeNotReady");
            return Outcome.SETTLED;
        }
        if (taint(node, now)) {
            return Outcome.SETTLED;
        }
        if (!Conditions.isTrue(node.path("status"), "Ready")) {
            markPodsNotReady(name, now);
        }
        Instant next = evict(node, now);
        Instant wake = deadline.isAfter(now) && deadline.isBefore(next) ? deadline : next;
        return wake.equals(Instant.MAX)
                ? Outcome.SETTLED
                : Outcome.revisit(Duration.between(now, wake).plusMillis(1));
    }

    /** Returns whether the taints had to be changed; that change brings us back. */
    private boolean taint(ObjectNode node, Instant now) {
        ArrayNode wanted = NodeTaints.of(node, now);
        if (wanted.equals(node.path("spec").path("taints"))
                || (wanted.isEmpty() && node.path("spec").path("taints").isEmpty())) {
            return false;
        }
        Metadata metadata = Metadata.of(node);
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", metadata.resourceVersion());
        ObjectNode spec = patch.putObject("spec");
        if (wanted.isEmpty()) {
            spec.putNull("taints");
        } else {
            spec.set("taints", wanted);
        }
        ResourcePath path = ResourcePath.of(Resources.NODES, metadata.key());
        client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
        return true;
    }

    /** Nobody can say that a pod on a lost node serves; services must not count on it. */
    private void markPodsNotReady(String node, Instant now) {
        for (ObjectNode tree : pods.by(BY_NODE, node)) {
            PodView pod = new PodView(tree);
            if (pod.isReady() && !pod.isTerminal() && tree.get("status") instanceof ObjectNode s) {
                ObjectNode status = s.deepCopy();
                Conditions.set(status, new Condition("Ready", "False", "", ""), now);
                ignoringAbsence(() -> podStatus.write(tree, status));
                recorder.warning(tree, "NodeNotReady", "Node is not ready");
            }
        }
    }

    /** Evicts who is due and returns when the next one will be. */
    private Instant evict(ObjectNode node, Instant now) {
        Instant next = Instant.MAX;
        for (ObjectNode pod : pods.by(BY_NODE, Metadata.of(node).name())) {
            if (Metadata.of(pod).isDeleting()) {
                continue;
            }
            Instant due = Eviction.due(node, Toleration.ofPod(pod), now).orElse(Instant.MAX);
            if (due.isAfter(now)) {
                next = due.isBefore(next) ? due : next;
            } else {
                evict(pod);
            }
        }
        return next;
    }

    private void evict(ObjectNode pod) {
        ObjectKey key = Metadata.key(pod);
        recorder.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + key);
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", Metadata.uid(pod));
        ignoringAbsence(() -> client.delete(ResourcePath.of(Resources.PODS, key), options));
    }

    private static void ignoringAbsence(Runnable write) {
        try {
            write.run();
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }
}
