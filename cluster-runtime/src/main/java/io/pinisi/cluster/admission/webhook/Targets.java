package io.pinisi.cluster.admission.webhook;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds where a webhook's {@code clientConfig} leads. */
final class Targets {
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource SLICES =
            new GroupResource("discovery.k8s.io", "endpointslices");
    private static final int HTTPS = 443;

    private final ObjectLookup objects;

    Targets(ObjectLookup objects) {
        this.objects = objects;
    }

    WebhookCaller.Target of(JsonNode client) throws IOException {
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
        String path = reference.path("path").asString("/");
        ObjectNode service =
                objects.find(SERVICES, ObjectKey.of(namespace, name))
                        .map(ApiObject::tree)
                        .orElseThrow(() -> new IOException("service \"" + name + "\" not found"));
        String portName = portName(service, port, name);
        for (ApiObject slice : objects.all(SLICES, namespace)) {
            if (name.equals(slice.labels().get("kubernetes.io/service-name"))) {
                ObjectNode tree = slice.tree();
                String address = ready(tree);
                int target = target(tree, portName);
                if (!address.isEmpty() && target > 0) {
                    String host = name + "." + namespace + ".svc";
                    return new WebhookCaller.Target(address, target, host, path, authority);
                }
            }
        }
        throw new IOException("no endpoints available for service \"" + name + "\"");
    }

    private static String portName(ObjectNode service, int port, String name) throws IOException {
        for (JsonNode candidate : service.path("spec").path("ports")) {
            if (candidate.path("port").asInt(0) == port) {
                return candidate.path("name").asString("");
            }
        }
        throw new IOException("no service port " + port + " found for service \"" + name + "\"");
    }

    private static String ready(ObjectNode slice) {
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (endpoint.path("conditions").path("ready").asBoolean(true)) {
                return endpoint.path("addresses").path(0).asString("");
            }
        }
        return "";
    }

    private static int target(ObjectNode slice, String name) {
        for (JsonNode port : slice.path("ports")) {
            if (port.path("name").asString("").equals(name)) {
                return port.path("port").asInt(0);
            }
        }
        return 0;
    }
}
