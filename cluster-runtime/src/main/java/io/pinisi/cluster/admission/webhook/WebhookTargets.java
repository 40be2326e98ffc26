package io.pinisi.cluster.admission.webhook;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.core.service.ServiceEndpoints;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** Finds where the {@code clientConfig} of a webhook leads. */
public final class WebhookTargets {
    private static final int HTTPS = 443;

    private final ServiceEndpoints services;

    public WebhookTargets(ObjectLookup objects) {
        this.services = new ServiceEndpoints(objects);
    }

    public WebhookCaller.Target of(JsonNode client) throws IOException {
        String authority =
                new String(
                        Base64.getDecoder().decode(client.path("caBundle").asString("")),
                        StandardCharsets.US_ASCII);
        String url = client.path("url").asString("");
        if (!url.isEmpty()) {
            URI uri = URI.create(url);
            int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return new WebhookCaller.Target(uri.getHost(), port, uri.getHost(), path, authority);
        }
        return service(client.path("service"), authority);
    }

    private WebhookCaller.Target service(JsonNode reference, String authority) throws IOException {
        String name = reference.path("name").asString("");
        String namespace = reference.path("namespace").asString("");
        int port = reference.path("port").asInt(HTTPS);
        ServiceEndpoints.Address address =
                services.of(ObjectKey.of(namespace, name), Integer.toString(port));
        return new WebhookCaller.Target(
                address.host(),
                address.port(),
                name + "." + namespace + ".svc",
                reference.path("path").asString("/"),
                authority);
    }
}
