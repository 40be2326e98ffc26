package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Territory;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges the engine's own decisions at the moment they are written, against tenants and clusters as
 * they are then: the engine works with copies that may be late, and nothing is applied in a member
 * before its decision is written.
 */
final class DecisionReach implements ValidatingPlugin {
    private static final Set<GroupResource> DECISIONS =
            Set.of(
                    FederationKinds.BINDINGS.groupResource(),
                    FederationKinds.CLUSTER_BINDINGS.groupResource());

    private final Tenants tenants;
    private final Reach reach;

    DecisionReach(Tenants tenants, ObjectLookup objects) {
        this.tenants = tenants;
        this.reach = new Reach(objects);
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode binding = request.object();
        if (binding == null
                || !request.subresource().isEmpty()
                || !DECISIONS.contains(request.resource().groupResource())) {
            return;
        }
        Territory territory = territory(binding.path("spec").path("resource"));
        Set<String> added = clusters(binding);
        added.removeAll(clusters(request.oldObject()));
        for (String cluster : added) {
            if (!reach.admits(territory, cluster)) {
                throw ApiException.forbidden(
                        request.resource().groupResource(),
                        request.key().name(),
                        Reach.objection(territory, cluster));
            }
        }
    }

    private Territory territory(JsonNode resource) {
        String namespace = resource.path("namespace").asString("");
        return tenants.territory(
                GroupVersionKind.of(
                        resource.path("apiVersion").asString(""),
                        resource.path("kind").asString("")),
                new ObjectKey(
                        namespace.isEmpty() ? null : namespace,
                        resource.path("name").asString("")));
    }

    private static Set<String> clusters(@Nullable ObjectNode binding) {
        Set<String> clusters = new HashSet<>();
        if (binding != null) {
            JsonNode spec = binding.path("spec");
            spec.path("clusters").forEach(one -> clusters.add(one.path("name").asString("")));
            for (JsonNode requirer : spec.path("requiredBy")) {
                requirer.path("clusters")
                        .forEach(one -> clusters.add(one.path("name").asString("")));
            }
        }
        return clusters;
    }
}
