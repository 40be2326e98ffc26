package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.event.EventLimits;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.probe.HandlerCall;
import io.pinisi.cluster.node.runtime.ContainerRuntime;
import io.pinisi.cluster.node.runtime.PodIdentity;
import io.pinisi.cluster.node.server.NodeContents;
import io.pinisi.cluster.node.server.NodeServer;
import io.pinisi.cluster.node.volume.Volumes;
import io.pinisi.cluster.pki.Credential;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One node's agent. Closing it ends the agent and leaves the pods; what holds the runtime decides
 * whether they go too.
 */
public final class NodeAgent implements AutoCloseable {
    private static final Duration FOREVER = Duration.ofDays(365);

    private final EventRecorder events;
    private final HandlerCall calls;
    private final Informer pods;
    private final PodWorkers workers;
    private final NodeServer server;
    private final NodeReporter reporter;

    private NodeAgent(
            EventRecorder events,
            HandlerCall calls,
            Informer pods,
            PodWorkers workers,
            NodeServer server,
            NodeReporter reporter) {
        this.events = events;
        this.calls = calls;
        this.pods = pods;
        this.workers = workers;
        this.server = server;
        this.reporter = reporter;
    }

    /**
     * @param client acts as {@code system:node:NAME}
     * @param services the cluster's services, for the variables that name them
     */
    public static NodeAgent start(
            NodeSettings settings,
            ApiClient client,
            ContainerRuntime runtime,
            Lister services,
            Credential credential,
            InetAddress listen,
            InstantSource clock) {
        String name = settings.facts().name();
        EventRecorder events =
                new EventRecorder(
                        client,
                        new EventRecorder.Source("kubelet", name),
                        clock,
                        EventLimits.STANDARD);
        ApiObjects objects = new ApiObjects(client, clock);
        Volumes volumes = new Volumes(settings.durable(), settings.inMemory(), objects, objects);
        HandlerCall calls = new HandlerCall(runtime.access());
        PodFiles files = new PodFiles(settings.durable(), settings.logs());
        PodWorkers workers =
                new PodWorkers(
                        new NodeServices(
                                settings, client, runtime, volumes, objects, services, calls,
                                events, clock),
                        files);
        Informer pods =
                new Informer(
                        client,
                        ResourcePath.all(Resources.PODS),
                        ListOptions.ALL.fields("spec.nodeName=" + name),
                        InformerLimits.STANDARD);
        NodeServer server =
                NodeServer.start(
                        new Contents(runtime, pods.lister(), files), credential, listen, clock);
        NodeReporter reporter =
                new NodeReporter(
                        settings,
                        client,
                        runtime,
                        clock,
                        new NodeObject.Endpoint(
                                listen.getHostAddress(), server.address().getPort()));
        NodeAgent agent = new NodeAgent(events, calls, pods, workers, server, reporter);
        agent.begin();
        return agent;
    }

    private void begin() {
        reporter.start();
        pods.addHandler(workers::handle);
        pods.start();
        Thread.ofVirtual()
                .name("first list")
                .start(
                        () -> {
                            try {
                                if (pods.awaitSync(FOREVER)) {
                                    workers.begin();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    public NodeServer server() {
        return server;
    }

    private record Contents(ContainerRuntime runtime, Lister pods, PodFiles files)
            implements NodeContents {
        @Override
        public Optional<PodIdentity> pod(String namespace, String name) {
            return pods.find(ObjectKey.of(namespace, name)).map(tree -> new Pod(tree).identity());
        }

        @Override
        public Path log(PodIdentity pod, String container, int attempt) {
            return files.log(pod, container, attempt);
        }
    }

    @Override
    public void close() {
        reporter.close();
        pods.close();
        workers.close();
        server.close();
        events.close();
        calls.close();
    }
}
