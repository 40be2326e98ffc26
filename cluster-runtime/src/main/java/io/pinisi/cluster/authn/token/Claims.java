package io.pinisi.cluster.authn.token;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service-account token says.
 *
 * @param bound the pod, secret or node whose end ends the token, or null
 */
public record Claims(
        String id,
        String issuer,
        List<String> audiences,
        Instant issuedAt,
        Instant expires,
        String namespace,
        String account,
        String accountUid,
        @Nullable Bound bound) {
    private static final String KUBERNETES = "kubernetes.io";

    public Claims {
        audiences = List.copyOf(audiences);
    }

    /** An object that a token is bound to. */
    public record Bound(String kind, String name, String uid) {}

    /** {@code system:serviceaccount:NAMESPACE:NAME}. */
    public String subject() {
        return "system:serviceaccount:" + namespace + ":" + account;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        ArrayNode aud = json.putArray("aud");
        audiences.forEach(aud::add);
        json.put("exp", expires.getEpochSecond());
        json.put("iat", issuedAt.getEpochSecond());
        json.put("iss", issuer);
        json.put("jti", id);
        ObjectNode kubernetes = json.putObject(KUBERNETES);
        kubernetes.put("namespace", namespace);
        if (bound != null) {
            kubernetes
                    .putObject(bound.kind.toLowerCase(java.util.Locale.ROOT))
                    .put("name", bound.name)
                    .put("uid", bound.uid);
        }
        kubernetes.putObject("serviceaccount").put("name", account).put("uid", accountUid);
        json.put("nbf", issuedAt.getEpochSecond());
        return json.put("sub", subject());
    }

    /** Reads back what {@link #toJson} wrote; what is missing is empty and fails verification. */
    static Claims of(JsonNode json) {
        JsonNode kubernetes = json.path(KUBERNETES);
        List<String> audiences = new ArrayList<>();
        json.path("aud").forEach(node -> audiences.add(node.asString("")));
        return new Claims(
                text(json, "jti"),
                text(json, "iss"),
                audiences,
                Instant.ofEpochSecond(json.path("iat").asLong(0)),
                Instant.ofEpochSecond(json.path("exp").asLong(0)),
                text(kubernetes, "namespace"),
                text(kubernetes, "serviceaccount", "name"),
                text(kubernetes, "serviceaccount", "uid"),
                bound(kubernetes));
    }

    private static @Nullable Bound bound(JsonNode kubernetes) {
        for (String kind : List.of("Pod", "Secret", "Node")) {
            JsonNode object = Json.at(kubernetes, kind.toLowerCase(java.util.Locale.ROOT));
            if (object != null) {
                return new Bound(kind, text(object, "name"), text(object, "uid"));
            }
        }
        return null;
    }

    private static String text(JsonNode json, String... path) {
        return Objects.requireNonNullElse(Json.text(json, path), "");
    }
}
