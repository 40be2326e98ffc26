package io.pinisi.cluster.apiserver.review;

import io.pinisi.cluster.authn.token.Claims;
import io.pinisi.cluster.authn.token.TokenIssuer;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code serviceaccounts/token}: gives out tokens for an account, bound to a pod where asked. */
final class TokenRequests implements Review {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final TokenIssuer issuer;
    private final List<String> ownAudiences;
    private final ObjectLookup objects;
    private final InstantSource clock;

    TokenRequests(
            TokenIssuer issuer,
            List<String> ownAudiences,
            ObjectLookup objects,
            InstantSource clock) {
        this.issuer = issuer;
        this.ownAudiences = ownAudiences;
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public void answer(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        if (namespace == null || name == null) {
            throw ApiException.badRequest("a token is requested of a service account");
        }
        ApiObject account = require("ServiceAccount", new ObjectKey(namespace, name));
        JsonNode spec = body.path("spec");
        List<String> asked = UserInfoJson.texts(spec.path("audiences"));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Duration life = life(spec.path("expirationSeconds"));
        Claims claims =
                new Claims(
                        UUID.randomUUID().toString(),
                        issuer.issuer(),
                        asked.isEmpty() ? ownAudiences : asked,
                        now,
                        now.plus(life),
                        namespace,
                        name,
                        account.uid(),
                        bound(namespace, name, Json.at(body, "spec", "boundObjectRef")));
        body.withObject("metadata").put("name", name).put("namespace", namespace);
        ObjectNode fullSpec = body.withObject("spec");
        fullSpec.put("expirationSeconds", life.toSeconds());
        var audiences = fullSpec.putArray("audiences");
        claims.audiences().forEach(audiences::add);
        body.putObject("status")
                .put("token", issuer.sign(claims))
                .put("expirationTimestamp", claims.expires().toString());
    }

    private static Duration life(JsonNode seconds) {
        if (!seconds.isIntegralNumber()) {
            return USUAL;
        }
        Duration asked = Duration.ofSeconds(seconds.longValue());
        if (asked.compareTo(SHORTEST) < 0) {
            throw invalid(
                    FieldError.invalid(
                            "spec.expirationSeconds",
                            seconds.toString(),
                            "may not specify a duration less than 10 minutes"));
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private Claims.@Nullable Bound bound(
            String namespace, String account, @Nullable JsonNode reference) {
        if (reference == null) {
            return null;
        }
        String kind = reference.path("kind").asString("");
        String name = reference.path("name").asString("");
        String uid = reference.path("uid").asString("");
        if (!kind.equals("Pod") && !kind.equals("Secret")) {
            throw ApiException.badRequest("cannot bind token for kind \"" + kind + "\"");
        }
        ApiObject object = require(kind, new ObjectKey(namespace, name));
        if (!uid.isEmpty() && !uid.equals(object.uid())) {
            throw ApiException.conflict(
                    resource(kind), name, "the UID in the bound object reference does not match");
        }
        boolean foreign =
                kind.equals("Pod")
                        && !account.equals(Json.text(object.tree(), "spec", "serviceAccountName"));
        if (foreign) {
            throw ApiException.badRequest(
                    "cannot bind token to a Pod running with a different ServiceAccount name");
        }
        return new Claims.Bound(kind, name, object.uid());
    }

    private ApiObject require(String kind, ObjectKey key) {
        return objects.find(resource(kind), key)
                .orElseThrow(() -> ApiException.notFound(resource(kind), key.name()));
    }

    /** The resource of a core kind. */
    static GroupResource resource(String kind) {
        return new GroupResource("", kind.toLowerCase(Locale.ROOT) + "s");
    }

    private static ApiException invalid(FieldError error) {
        return ApiException.invalid("authentication.k8s.io", "TokenRequest", "", List.of(error));
    }
}
