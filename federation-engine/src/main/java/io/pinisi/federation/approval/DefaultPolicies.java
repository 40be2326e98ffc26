package io.pinisi.federation.approval;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.FederationKinds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The policies that a hub begins with: gates of production rollouts are not taken away by one alone
 * who may edit strategies. They are made where they are missing and then belong to the operators;
 * nothing puts back what these change.
 */
public final class DefaultPolicies {
    private static final String FILE = "default-policies.yaml";

    private DefaultPolicies() {}

    /**
     * @param hub as somebody who may write policies
     * @param operators groups whose members approve
     */
    public static void ensure(ApiClient hub, List<String> operators) {
        ResourcePath policies = ResourcePath.all(FederationKinds.APPROVAL_POLICIES);
        for (ObjectNode policy : Yaml.parse(load())) {
            if (hub.find(policies.named(Metadata.of(policy).name())).isEmpty()) {
                ArrayNode approvers = ((ObjectNode) policy.path("spec")).putArray("approvers");
                operators.forEach(
                        group ->
                                approvers.add(
                                        Json.object().put("kind", "Group").put("name", group)));
                hub.create(policies, policy, WriteOptions.by("pinisi"));
            }
        }
    }

    private static String load() {
        try (InputStream stream = DefaultPolicies.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
