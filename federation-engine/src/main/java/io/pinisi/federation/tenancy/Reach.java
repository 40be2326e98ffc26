package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Territory;
import java.util.Map;

/** Whether a cluster, with the labels it has now, lies within a territory. */
record Reach(ObjectLookup objects) {

    boolean admits(Territory territory, String cluster) {
        Map<String, String> labels =
                objects.find(FederationKinds.CLUSTERS.groupResource(), ObjectKey.cluster(cluster))
                        .map(ApiObject::labels)
                        .orElse(Map.of());
        return territory.admits(cluster, labels);
    }

    static String objection(Territory territory, String cluster) {
        return "cluster " + cluster + " is not allowed for tenant " + territory.tenant();
    }
}
