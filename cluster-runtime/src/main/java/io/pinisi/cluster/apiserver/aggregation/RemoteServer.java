package io.pinisi.cluster.apiserver.aggregation;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an {@code APIService} says of the server behind it.
 *
 * @param name of the object
 * @param authorities PEM of who vouches for the server; empty for those of this machine
 * @param unjudged whether any certificate will do
 */
record RemoteServer(
        String name,
        String group,
        String version,
        ObjectKey service,
        int port,
        String authorities,
        boolean unjudged) {
    private static final int HTTPS = 443;

    /** Empty where this server itself serves the group. */
    static Optional<RemoteServer> of(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode service = spec.path("service");
        if (!service.isObject()) {
            return Optional.empty();
        }
        byte[] bundle = Base64.getDecoder().decode(spec.path("caBundle").asString(""));
        return Optional.of(
                new RemoteServer(
                        Metadata.of(object).name(),
                        spec.path("group").asString(""),
                        spec.path("version").asString(""),
                        ObjectKey.of(
                                service.path("namespace").asString(""),
                                service.path("name").asString("")),
                        service.path("port").asInt(HTTPS),
                        new String(bundle, StandardCharsets.US_ASCII),
                        spec.path("insecureSkipTLSVerify").asBoolean(false)));
    }

    /** As the path names what it serves. */
    String groupVersion() {
        return group + "/" + version;
    }

    /** The name that its certificate is for. */
    String host() {
        return service.name() + "." + service.namespace() + ".svc";
    }

    /**
     * @throws GeneralSecurityException where the authorities cannot be read
     */
    SSLContext tls(Credential frontProxy) throws GeneralSecurityException {
        return unjudged
                ? frontProxy.tlsToAnyone()
                : frontProxy.tlsTrusting(
                        authorities.isEmpty() ? List.of() : Pem.certificates(authorities));
    }
}
