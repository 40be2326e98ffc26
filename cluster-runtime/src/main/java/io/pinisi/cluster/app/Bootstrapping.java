package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controllers.bootstrap.ClusterInfoSigner;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.storage.Concurrently;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * What lets newcomers in by token: the public document that says where the server is and by which
 * authority it is known, and the rights around it. Rights that an administrator changed stay.
 */
final class Bootstrapping {
    private static final ResourcePath DOCUMENTS =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps"))
                    .in(ClusterInfoSigner.NAMESPACE);

    private final ApiClient client;
    private final Profile profile;

    Bootstrapping(ApiClient client, Profile profile) {
        this.client = client;
        this.profile = profile;
    }

    void ensure(String url, X509Certificate authority) {
        rights("bootstrap.yaml");
        if (profile == Profile.CLUSTER) {
            rights("bootstrap-nodes.yaml");
        }
        publish(kubeconfig(url, authority));
    }

    private void rights(String file) {
        Concurrently.run(load(file).stream().<Runnable>map(one -> () -> ensure(one)).toList());
    }

    private void ensure(ObjectNode object) {
        String plural = object.path("kind").asString("").toLowerCase(Locale.ROOT) + "s";
        GroupVersionResource resource =
                GroupVersionResource.of(object.path("apiVersion").asString(""), plural);
        ResourcePath path = ResourcePath.of(resource, Metadata.key(object));
        if (client.find(path).isEmpty()) {
            create(ResourcePath.all(resource).in(Metadata.key(object).namespace()), object);
        }
    }

    private void create(ResourcePath collection, ObjectNode object) {
        try {
            client.create(collection, object, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
    }

    /** The signer adds its signatures, and renews them when this changes. */
    private void publish(String kubeconfig) {
        ResourcePath path = DOCUMENTS.named(ClusterInfoSigner.NAME);
        ObjectNode document = client.find(path).orElse(null);
        ObjectNode data = Json.object().put(ClusterInfoSigner.KUBECONFIG, kubeconfig);
        if (document == null) {
            ObjectNode fresh = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
            fresh.putObject("metadata").put("name", ClusterInfoSigner.NAME);
            fresh.set("data", data);
            create(DOCUMENTS, fresh);
        } else if (!document.path("data")
                .path(ClusterInfoSigner.KUBECONFIG)
                .asString("")
                .equals(kubeconfig)) {
            ObjectNode patch = Json.object();
            patch.set("data", data);
            client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
        }
    }

    private static String kubeconfig(String url, X509Certificate authority) {
        byte[] pem = Pem.of(authority).getBytes(StandardCharsets.US_ASCII);
        ObjectNode config = Json.object().put("apiVersion", "v1").put("kind", "Config");
        ObjectNode cluster = config.putArray("clusters").addObject().put("name", "");
        cluster.putObject("cluster")
                .put("server", url)
                .put("certificate-authority-data", Base64.getEncoder().encodeToString(pem));
        return Yaml.print(config);
    }

    private static List<ObjectNode> load(String file) {
        try (InputStream in = Bootstrapping.class.getResourceAsStream(file)) {
            return Yaml.parse(Objects.requireNonNull(in, file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
