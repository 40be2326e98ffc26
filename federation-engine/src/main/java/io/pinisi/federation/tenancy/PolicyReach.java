package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.placement.Territory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tenant's policies name no cluster that is not the tenant's. (What they reach by labels is cut
 * to the tenant's clusters where it is decided.) A cluster that does not exist is refused in the
 * same words, so that these tell nothing.
 */
final class PolicyReach implements ValidatingPlugin {
    private static final Set<String> GROUPS = Set.of("policy.karmada.io", "networking.karmada.io");
    private static final Set<String> LISTS = Set.of("providerClusters", "consumerClusters");

    private final Tenants tenants;
    private final Reach reach;

    PolicyReach(Tenants tenants, ObjectLookup objects) {
        this.tenants = tenants;
        this.reach = new Reach(objects);
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode policy = request.object();
        if (policy == null || !GROUPS.contains(request.resource().group())) {
            return;
        }
        tenants.ofNamespace(request.key().namespace())
                .map(Tenant::territory)
                .ifPresent(territory -> check(request, policy, territory));
    }

    private void check(AdmissionRequest request, ObjectNode policy, Territory territory) {
        List<FieldError> faults = new ArrayList<>();
        walk(policy.path("spec"), "spec", territory, faults);
        if (!faults.isEmpty()) {
            throw ApiException.invalid(
                    request.resource().group(),
                    request.kind().kind(),
                    request.key().name(),
                    faults);
        }
    }

    /** Clusters are named in many places of a policy, everywhere under the same few names. */
    private void walk(JsonNode node, String path, Territory territory, List<FieldError> faults) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), path + "[" + i + "]", territory, faults);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String there = path + "." + field.getKey();
            JsonNode value = field.getValue();
            if (field.getKey().equals("clusterNames")) {
                for (int i = 0; i < value.size(); i++) {
                    name(value.get(i), there + "[" + i + "]", territory, faults);
                }
            } else if (LISTS.contains(field.getKey())) {
                for (int i = 0; i < value.size(); i++) {
                    name(value.get(i).path("name"), there + "[" + i + "].name", territory, faults);
                }
            } else if (value.isContainer()) {
                walk(value, there, territory, faults);
            }
        }
    }

    private void name(JsonNode name, String path, Territory territory, List<FieldError> faults) {
        String cluster = name.asString("");
        if (!reach.admits(territory, cluster)) {
            faults.add(
                    FieldError.invalid(path, name.toString(), Reach.objection(territory, cluster)));
        }
    }
}
