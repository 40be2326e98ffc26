package io.pinisi.cluster.client;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Writes the file that kubectl reads; certificates are embedded, so that it stands alone. */
public final class Kubeconfig {
    private Kubeconfig() {}

    /** One cluster, one user and one context, all under {@code name}. */
    public static String of(String name, String url, Credential credential) {
        ObjectNode config = Json.object().put("apiVersion", "v1").put("kind", "Config");
        ObjectNode cluster = config.putArray("clusters").addObject().put("name", name);
        cluster.putObject("cluster")
                .put("server", url)
                .put("certificate-authority-data", base64(Pem.of(credential.authority())));
        ObjectNode user = config.putArray("users").addObject().put("name", name);
        user.putObject("user")
                .put("client-certificate-data", base64(Pem.of(credential.certificate())))
                .put("client-key-data", base64(Pem.of(credential.key())));
        ObjectNode context = config.putArray("contexts").addObject().put("name", name);
        context.putObject("context").put("cluster", name).put("user", name);
        return Yaml.print(config.put("current-context", name));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
