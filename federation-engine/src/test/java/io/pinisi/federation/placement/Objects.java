package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Yaml;
import tools.jackson.databind.node.ObjectNode;

/** Reads the objects that tests write as YAML. */
final class Objects {
    private Objects() {}

    static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    static TemplateFacts deployment(String namespace, String name, int replicas) {
        return TemplateFacts.of(
                yaml(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {namespace: %s, name: %s, uid: u1, labels: {app: %s}}
                        spec: {replicas: %d}
                        """
                                .formatted(namespace, name, name, replicas)));
    }

    static ClusterFacts cluster(String name) {
        return cluster(name, "");
    }

    /** A Ready cluster; {@code more} are further lines of the spec, in flow style. */
    static ClusterFacts cluster(String name, String more) {
        return ClusterFacts.of(
                yaml(
                        """
                        apiVersion: cluster.karmada.io/v1alpha1
                        kind: Cluster
                        metadata: {name: %s, labels: {name: %s}}
                        spec: {syncMode: Push%s}
                        status: {conditions: [{type: Ready, status: "True"}]}
                        """
                                .formatted(name, name, more.isEmpty() ? "" : ", " + more)));
    }

    static PlacementRules rules(String placement) {
        return PlacementRules.of(yaml(placement));
    }

    static Policy policy(String metadata, String spec) {
        return Policy.of(
                yaml(
                        """
                        apiVersion: policy.karmada.io/v1alpha1
                        kind: PropagationPolicy
                        metadata: {%s}
                        spec: {%s}
                        """
                                .formatted(metadata, spec)));
    }
}
