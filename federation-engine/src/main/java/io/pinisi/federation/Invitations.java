package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.discovery.ServiceDiscovery;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Placer;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where policies place a ServiceImport. The object itself never leaves the hub; a cluster in which
 * it is placed takes part in the namespace, as it does in Karmada.
 */
record Invitations(ApiClient hub, Policies policies, Clusters clusters)
        implements ServiceDiscovery.Invitations {
    private static final String GROUP = "multicluster.x-k8s.io/";

    static boolean concerns(Policy policy) {
        return policy.selectors().stream()
                .anyMatch(
                        one ->
                                one.kind().apiVersion().startsWith(GROUP)
                                        && one.kind().kind().equals("ServiceImport"));
    }

    @Override
    public boolean invites(String cluster, ObjectKey service) {
        return hub.find(ResourcePath.of(FederationKinds.SERVICE_IMPORTS, service))
                .filter(imported -> isPlaced(imported, cluster))
                .isPresent();
    }

    /** A policy may name any version of the kind that is served. */
    private boolean isPlaced(ObjectNode imported, String cluster) {
        return List.of("v1beta1", "v1alpha1").stream()
                .map(
                        version ->
                                TemplateFacts.of(
                                        imported.deepCopy().put("apiVersion", GROUP + version)))
                .flatMap(facts -> policies.index().select(facts, null).stream())
                .anyMatch(policy -> isPlaced(policy, imported, cluster));
    }

    /** Placed as a Service would be, for members need not know the kind. */
    private boolean isPlaced(Policy policy, ObjectNode imported, String cluster) {
        ObjectNode service = imported.deepCopy().put("apiVersion", "v1").put("kind", "Service");
        return Placer.place(
                        TemplateFacts.of(service),
                        policy.terms().rules().within(policies.territory(Template.of(service))),
                        clusters.facts())
                .target(cluster)
                .isPresent();
    }
}
