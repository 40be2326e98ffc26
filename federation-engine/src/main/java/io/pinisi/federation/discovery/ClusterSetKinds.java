package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sees to it that a member serves the kinds of the multi-cluster services API. Definitions that
 * somebody else brought stay as they are; none is ever deleted, for with it would go what people
 * made of it.
 */
final class ClusterSetKinds {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterSetKinds.class);
    private static final GroupVersionResource DEFINITIONS =
            GroupVersionResource.of("apiextensions.k8s.io/v1", "customresourcedefinitions");
    private static final String GROUP = FederationKinds.SERVICE_IMPORTS.group();

    /** The best first. */
    private static final List<String> VERSIONS = List.of("v1beta1", "v1alpha1");

    private ClusterSetKinds() {}

    /**
     * The newest version in which the member serves both kinds; empty where it cannot have them,
     * for want of rights or of the machinery.
     */
    static Optional<String> open(String cluster, ApiClient member) {
        Set<String> common = new HashSet<>(VERSIONS);
        try {
            for (ObjectNode definition : FederationKinds.clusterSet()) {
                common.retainAll(served(definition(member, definition)));
            }
        } catch (ApiException e) {
            if (!e.is(Reason.FORBIDDEN) && !e.is(Reason.NOT_FOUND) && !e.is(Reason.INVALID)) {
                throw e;
            }
            LOG.warn("cluster={} has no ServiceImports: {}", cluster, e.getMessage());
            return Optional.empty();
        }
        return VERSIONS.stream().filter(common::contains).findFirst().map(v -> GROUP + "/" + v);
    }

    /** The definition in the member, made where there is none. */
    static ObjectNode definition(ApiClient member, ObjectNode definition) {
        ResourcePath path =
                ResourcePath.of(DEFINITIONS, ObjectKey.cluster(Metadata.of(definition).name()));
        return member.find(path)
                .orElseGet(
                        () -> {
                            try {
                                return member.create(
                                        ResourcePath.all(DEFINITIONS),
                                        definition,
                                        WriteOptions.by(Labels.MANAGER));
                            } catch (ApiException e) {
                                if (e.is(Reason.ALREADY_EXISTS)) {
                                    return member.get(path);
                                }
                                throw e;
                            }
                        });
    }

    private static Set<String> served(JsonNode definition) {
        Set<String> versions = new HashSet<>();
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("served").asBoolean(false)) {
                versions.add(version.path("name").asString(""));
            }
        }
        return versions;
    }
}
