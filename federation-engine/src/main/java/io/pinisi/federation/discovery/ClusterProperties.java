package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells those in a member which cluster of which set they are in, by the About API (KEP-2149). What
 * somebody else says there stays as it is.
 */
final class ClusterProperties {
    static final String ID = "cluster.clusterset.k8s.io";
    static final String SET = "clusterset.k8s.io";
    private static final String OUR_SET = "pinisi";
    private static final ResourcePath KUBE_SYSTEM =
            ResourcePath.of(
                    GroupVersionResource.of("v1", "namespaces"), ObjectKey.cluster("kube-system"));
    private static final Logger LOG = LoggerFactory.getLogger(ClusterProperties.class);

    private ClusterProperties() {}

    /**
     * @return whether all is told; the kind is not served in the moment that it is defined
     */
    static boolean tell(String cluster, ApiClient member) {
        try {
            ClusterSetKinds.definition(member, FederationKinds.clusterProperty());
            for (Map.Entry<String, String> one : Map.of(ID, id(member), SET, OUR_SET).entrySet()) {
                if (member.find(path(one.getKey())).isEmpty()) {
                    member.create(
                            ResourcePath.all(FederationKinds.CLUSTER_PROPERTIES),
                            property(one.getKey(), one.getValue()),
                            WriteOptions.by(Labels.MANAGER));
                }
            }
            return true;
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return false;
            }
            if (!e.is(Reason.FORBIDDEN) && !e.is(Reason.INVALID) && !e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
            LOG.warn("cluster={} is not told what it is: {}", cluster, e.getMessage());
            return true;
        }
    }

    /** The id stays the cluster's; that it is in the set ends with its membership. */
    static void withdraw(ApiClient member) {
        member.find(path(SET))
                .filter(property -> Metadata.of(property).label(Labels.IMPORTED) != null)
                .ifPresent(_ -> member.delete(path(SET), null));
    }

    /** As unique and lasting as the cluster itself: the uid of its kube-system. */
    private static String id(ApiClient member) {
        return Metadata.uid(member.get(KUBE_SYSTEM));
    }

    private static ResourcePath path(String name) {
        return ResourcePath.all(FederationKinds.CLUSTER_PROPERTIES).named(name);
    }

    private static ObjectNode property(String name, String value) {
        ObjectNode property =
                Json.object()
                        .put("apiVersion", FederationKinds.CLUSTER_PROPERTIES.apiVersion())
                        .put("kind", "ClusterProperty");
        property.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put(Labels.IMPORTED, "about");
        property.putObject("spec").put("value", value);
        return property;
    }
}
