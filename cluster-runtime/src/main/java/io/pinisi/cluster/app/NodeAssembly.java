package io.pinisi.cluster.app;

import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.network.dns.ClusterDns;
import io.pinisi.cluster.network.policy.PolicyEnforcer;
import io.pinisi.cluster.network.proxy.Backend;
import io.pinisi.cluster.network.proxy.ProxyTarget;
import io.pinisi.cluster.network.proxy.ServiceProxy;
import io.pinisi.cluster.node.agent.NodeAgent;
import io.pinisi.cluster.node.agent.NodeSettings;
import io.pinisi.cluster.node.engine.EngineFailure;
import io.pinisi.cluster.node.engine.NodeEngine;
import io.pinisi.cluster.node.engine.RuntimeDetection;
import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.NodeFacts;
import io.pinisi.cluster.node.runtime.ContainerRuntime;
import io.pinisi.cluster.node.runtime.SimulatedRuntime;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the nodes of one cluster on this machine: placement, agents, services, names. */
public final class NodeAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAssembly.class);
    private static final String DOMAIN = "cluster.local";

    /** Where each node relays to the API server. */
    static final int API_PORT = 6443;

    private static final int MAX_PODS = 110;
    private static final Duration SIMULATED_START = Duration.ofMillis(50);
    private static final GroupVersionResource SERVICES = GroupVersionResource.of("v1", "services");
    private static final GroupVersionResource SLICES =
            GroupVersionResource.of("discovery.k8s.io/v1", "endpointslices");

    private final NodeOptions options;
    private final InstantSource clock = Clock.systemUTC();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<NodeEngine> engines = new ArrayList<>();

    private NodeAssembly(NodeOptions options) {
        this.options = options;
    }

    /** Returns when every node is placed and its agent follows the API. */
    public static Nodes start(NodeOptions options) {
        NodeAssembly assembly = new NodeAssembly(options);
        Optional<String> simulated = assembly.whySimulated();
        try {
            assembly.build(simulated);
            return new Nodes(assembly.engines, assembly.parts, simulated);
        } catch (RuntimeException e) {
            new Nodes(assembly.engines, assembly.parts, simulated).close();
            throw e;
        }
    }

    private Optional<String> whySimulated() {
        return switch (options.runtime()) {
            case SIMULATED -> Optional.of("nodes are simulated because the settings say so");
            case AUTO -> RuntimeDetection.obstacle();
            case CONTAINERD -> {
                Optional<String> obstacle = RuntimeDetection.obstacle();
                if (obstacle.isPresent()) {
                    throw new IllegalStateException(
                            "this machine cannot run containers: " + obstacle.get());
                }
                yield Optional.empty();
            }
        };
    }

    private void build(Optional<String> simulated) {
        SharedInformers informers = new SharedInformers(options.network(), InformerLimits.STANDARD);
        parts.add(informers);
        Informer services = informers.of(SERVICES);
        Informer slices = informers.of(SLICES);
        informers.start();
        if (simulated.isPresent()) {
            LOG.warn("simulating nodes cluster={} reason={}", options.cluster(), simulated.get());
            for (String node : options.nodes()) {
                parts.add(simulatedNode(node, simulated.get(), services));
            }
            return;
        }
        place();
        parts.add(ServiceProxy.start(services, slices, targets()));
        parts.add(PolicyEnforcer.start(informers, policyPlaces()));
        parts.add(ClusterDns.start(services, slices, DOMAIN, dnsPlaces()));
        for (NodeEngine engine : engines) {
            parts.add(realNode(engine, services));
        }
    }

    /** All at once: each takes about half a second. */
    private void place() {
        List<Callable<NodeEngine>> starts = new ArrayList<>();
        for (String node : options.nodes()) {
            NodeEngine.index(options.home(), options.cluster(), node);
            starts.add(
                    () ->
                            NodeEngine.start(
                                    new NodeEngine.Options(
                                            options.home(),
                                            options.cluster(),
                                            node,
                                            options.addresses(),
                                            options.mirror())));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<NodeEngine>> results = threads.invokeAll(starts);
            EngineFailure failure = null;
            for (Future<NodeEngine> result : results) {
                try {
                    engines.add(result.get());
                } catch (ExecutionException e) {
                    failure =
                            e.getCause() instanceof EngineFailure cause
                                    ? cause
                                    : new EngineFailure("a node could not be placed", e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("interrupted", e);
        }
        if (options.apiServer() != null) {
            engines.forEach(engine -> engine.relay(API_PORT, options.apiServer()));
        }
    }

    private List<ProxyTarget> targets() {
        return engines.stream()
                .map(
                        engine ->
                                new ProxyTarget(
                                        engine.node(),
                                        engine.namespace().file(),
                                        options.addresses().pods(),
                                        options.addresses().services(),
                                        Set.of(options.addresses().dns()),
                                        options.apiServer() == null
                                                ? Map.of()
                                                : Map.of(
                                                        KubernetesService.KEY,
                                                        new Backend(
                                                                engine.address(),
                                                                API_PORT,
                                                                engine.node()))))
                .toList();
    }

    private List<PolicyEnforcer.Place> policyPlaces() {
        return engines.stream()
                .map(
                        engine ->
                                new PolicyEnforcer.Place(
                                        engine.node(),
                                        engine.namespace().file(),
                                        options.addresses().gateway()))
                .toList();
    }

    private List<ClusterDns.Place> dnsPlaces() {
        return engines.stream()
                .map(engine -> new ClusterDns.Place(engine.namespace(), options.addresses().dns()))
                .toList();
    }

    private NodeAgent realNode(NodeEngine engine, Informer services) {
        NodeSettings settings =
                new NodeSettings(
                        new NodeFacts(engine.node(), engine.address(), "containerd"),
                        capacity(),
                        engine.pods().toString(),
                        List.of(options.addresses().dns()),
                        DOMAIN,
                        engine.podsFolder(),
                        engine.volatileFolder(),
                        engine.logsFolder(),
                        engine::cgroupParent,
                        Map.of(),
                        "",
                        NodeSettings.Limits.STANDARD);
        return agent(settings, engine.runtime(), services);
    }

    private NodeAgent simulatedNode(String node, String reason, Informer services) {
        int index = NodeEngine.index(options.home(), options.cluster(), node);
        Path root =
                options.home()
                        .resolve("clusters")
                        .resolve(options.cluster())
                        .resolve("nodes")
                        .resolve(node);
        NodeSettings settings =
                new NodeSettings(
                        new NodeFacts(node, options.addresses().node(index), "simulated"),
                        capacity(),
                        options.addresses().podsOf(index).toString(),
                        List.of(options.addresses().dns()),
                        DOMAIN,
                        root.resolve("pods"),
                        root.resolve("pods-volatile"),
                        root.resolve("logs"),
                        uid -> "/" + uid,
                        Map.of(),
                        reason,
                        NodeSettings.Limits.STANDARD);
        return agent(
                settings,
                new SimulatedRuntime(options.addresses().podsOf(index), SIMULATED_START, clock),
                services);
    }

    private NodeAgent agent(NodeSettings settings, ContainerRuntime runtime, Informer services) {
        String node = settings.facts().name();
        return NodeAgent.start(
                settings,
                options.clients().apply(node),
                runtime,
                services.lister(),
                options.credentials().apply(node),
                InetAddress.getLoopbackAddress(),
                clock);
    }

    private FieldReferences.Capacity capacity() {
        return new FieldReferences.Capacity(
                1000L * Runtime.getRuntime().availableProcessors() / options.share(),
                NodeEngine.memoryOfMachine() / options.share(),
                MAX_PODS);
    }
}
