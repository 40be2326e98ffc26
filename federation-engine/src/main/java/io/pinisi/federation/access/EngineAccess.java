package io.pinisi.federation.access;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The engine's identity and its roles. The manifests are also for people: an operator who joins a
 * cluster of another make applies {@link #memberManifest} there and joins with a kubeconfig of its
 * service account, instead of handing over the cluster's administrator.
 */
public final class EngineAccess {
    /** The engine, on the hub and, by client certificate, in the embedded members. */
    public static final UserInfo ENGINE =
            UserInfo.of("system:pinisi:federation", UserInfo.AUTHENTICATED);

    /** The cluster role of auditors, on the hub and in members: all state, no secrets, no logs. */
    public static final String AUDITOR_ROLE = "pinisi-auditor";

    private static final String MANAGER = "pinisi";

    private EngineAccess() {}

    /** What the engine may do on the hub, and the namespace it keeps credentials in. */
    public static String hubManifest() {
        return load("hub.yaml");
    }

    /** What the engine may do in a member, with a service account to do it as. */
    public static String memberManifest() {
        return load("member.yaml");
    }

    /**
     * Puts the engine's rights in place, also after a version brought new ones.
     *
     * @param hub as someone who has every right on the hub
     */
    public static void prepareHub(ApiClient hub) {
        apply(hub, hubManifest());
    }

    /**
     * @param member as someone who has every right in the member
     */
    public static void prepareMember(ApiClient member) {
        apply(member, memberManifest());
    }

    private static void apply(ApiClient client, String manifest) {
        for (ObjectNode object : Yaml.parse(manifest)) {
            GroupVersionResource resource =
                    GroupVersionResource.of(
                            object.path("apiVersion").asString(""),
                            plural(object.path("kind").asString("")));
            client.apply(
                    ResourcePath.of(resource, Metadata.key(object)),
                    object,
                    WriteOptions.by(MANAGER).forced());
        }
    }

    private static String plural(String kind) {
        String singular = kind.toLowerCase(Locale.ROOT);
        return singular.endsWith("y")
                ? singular.substring(0, singular.length() - 1) + "ies"
                : singular + "s";
    }

    private static String load(String file) {
        try (InputStream stream = EngineAccess.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
