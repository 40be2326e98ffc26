package io.pinisi.federation.ingress;

import io.pinisi.cluster.ingress.BackendPort;
import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Target;
import io.pinisi.cluster.network.proxy.Backend;
import io.pinisi.federation.discovery.ServiceOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The pool of one service's port over all clusters.
 *
 * @param standings how each cluster stands that has the service
 */
record ClusterPools(Pool pool, List<Standing> standings) {
    ClusterPools {
        standings = List.copyOf(standings);
    }

    /**
     * One cluster's part.
     *
     * @param endpoints that requests may end at
     * @param weight of the whole cluster
     * @param reason why it gets nothing, or empty
     */
    record Standing(
            String cluster, String service, int endpoints, int weight, int tier, String reason) {
        boolean isServing() {
            return reason.isEmpty();
        }
    }

    /**
     * @param offers of the clusters that have the service, by name
     * @param places of clusters
     */
    static ClusterPools of(
            String service,
            BackendPort port,
            Rules rules,
            Map<String, ServiceOffer> offers,
            Function<String, Place> places,
            Place gateway) {
        List<Target> targets = new ArrayList<>();
        List<Standing> standings = new ArrayList<>();
        new TreeMap<>(offers)
                .forEach(
                        (cluster, offer) -> {
                            int tier = rules.near() ? gateway.tierOf(places.apply(cluster)) : 0;
                            Standing standing =
                                    standing(cluster, service, port, rules, offer, tier);
                            standings.add(standing);
                            if (standing.isServing()) {
                                targets.addAll(targets(standing, offer.endpoints(port)));
                            }
                        });
        String name = service + ":" + port;
        Pool pool =
                targets.isEmpty()
                        ? Pool.without(
                                name,
                                offers.isEmpty()
                                        ? "no cluster has the service"
                                        : "no cluster can serve it at present")
                        : Pool.of(name, targets);
        return new ClusterPools(pool, standings);
    }

    private static Standing standing(
            String cluster,
            String service,
            BackendPort port,
            Rules rules,
            ServiceOffer offer,
            int tier) {
        int endpoints = offer.endpoints(port).size();
        Map<String, Integer> weights = rules.weights();
        int weight = weights == null ? endpoints : weights.getOrDefault(cluster, 0);
        String reason = reason(offer, port, endpoints, weight);
        return new Standing(cluster, service, endpoints, weight, tier, reason);
    }

    private static String reason(ServiceOffer offer, BackendPort port, int endpoints, int weight) {
        if (!offer.ready()) {
            return "ClusterNotReady";
        }
        if (!offer.hasPort(port)) {
            return "NoSuchPort";
        }
        if (endpoints == 0) {
            return "NoReadyEndpoints";
        }
        return weight == 0 ? "WeightIsZero" : "";
    }

    private static List<Target> targets(Standing standing, List<Backend> endpoints) {
        double each = (double) standing.weight() / endpoints.size();
        return endpoints.stream()
                .map(
                        endpoint ->
                                new Target(
                                        standing.cluster(),
                                        endpoint.address(),
                                        endpoint.port(),
                                        each,
                                        standing.tier()))
                .toList();
    }
}
