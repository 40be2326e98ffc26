package io.pinisi.cluster.network.policy;

import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.network.table.TableLoop;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the network policies of a cluster in force on its nodes. */
public final class PolicyEnforcer {
    private static final GroupVersionResource POLICIES =
            GroupVersionResource.of("networking.k8s.io/v1", "networkpolicies");
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");

    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    private PolicyEnforcer() {}

    /**
     * A node whose pods are to keep to the policies.
     *
     * @param machine the address from which the machine itself speaks to the node's pods
     */
    public record Place(String node, Path namespace, String machine) {}

    /** What an earlier run has enforced stays in force until everything is listed. */
    public static TableLoop start(SharedInformers informers, List<Place> places) {
        Informer policies = informers.of(POLICIES);
        Informer pods = informers.of(PODS);
        Informer namespaces = informers.of(NAMESPACES);
        List<Informer> sources = List.of(policies, pods, namespaces);
        TableLoop loop =
                TableLoop.start(
                        "network policies",
                        () ->
                                tables(
                                        PolicyPlanner.plan(
                                                policies.lister().list(),
                                                pods.lister().list(),
                                                namespaces.lister().list()),
                                        places),
                        () -> awaitAll(sources));
        sources.forEach(source -> source.addHandler(change -> loop.changed()));
        return loop;
    }

    private static List<TableLoop.Table> tables(PolicyTable policies, List<Place> places) {
        return places.stream()
                .map(
                        place ->
                                new TableLoop.Table(
                                        place.node(),
                                        place.namespace(),
                                        PolicyRules.render(
                                                policies, place.node(), place.machine())))
                .toList();
    }

    private static void awaitAll(List<Informer> sources) throws InterruptedException {
        for (Informer source : sources) {
            while (!source.awaitSync(InformerLimits.STANDARD.watchTimeout())) {
                LOG.warn("network policies still wait for the API server");
            }
        }
    }
}
