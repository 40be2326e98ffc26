package io.pinisi.cluster.client.bootstrap;

import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.authn.bootstrap.TokenSignature;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code kube-public/cluster-info} from a server that nothing is known of, and believes what
 * it says only by the signature that the token's holders can check.
 */
public final class Discovery {
    private static final ResourcePath DOCUMENT =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps"))
                    .in("kube-public")
                    .named("cluster-info");

    private Discovery() {}

    /**
     * The authority by which the server is to be known from now on.
     *
     * @param url of the server, without a path
     * @throws ApiException Unauthorized where the document is not signed with the token
     */
    public static X509Certificate authority(String url, BootstrapToken token, String userAgent) {
        try (HttpTransport transport =
                HttpTransport.anonymous(url, Credential.tlsTrustingAnyone(), userAgent)) {
            return authority(new ApiClient(transport).get(DOCUMENT).path("data"), token);
        }
    }

    static X509Certificate authority(JsonNode data, BootstrapToken token) {
        String text = data.path("kubeconfig").asString("");
        String signature = data.path("jws-kubeconfig-" + token.id()).asString("");
        if (signature.isEmpty() || !TokenSignature.isGood(token, text, signature)) {
            throw new ApiException(
                    Reason.UNAUTHORIZED,
                    "the server does not prove that it knows the token "
                            + token.id()
                            + ": it has expired, was never made there, or this is another server");
        }
        List<ObjectNode> documents = Yaml.parse(text);
        JsonNode cluster = documents.getFirst().path("clusters").path(0).path("cluster");
        String encoded =
                Objects.requireNonNullElse(Json.text(cluster, "certificate-authority-data"), "");
        try {
            String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
            return Pem.certificates(pem).getFirst();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new ApiException(
                    Reason.INTERNAL_ERROR, "the server's document names no authority");
        }
    }
}
