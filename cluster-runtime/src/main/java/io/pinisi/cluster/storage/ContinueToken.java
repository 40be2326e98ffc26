package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Where the next page begins: after a key, at the revision of the first page. */
public record ContinueToken(long revision, String afterKey) {
    private static final String FORM = "meta.k8s.io/v1";

    public String encode() {
        ObjectNode token = Json.object();
        token.put("v", FORM);
        token.put("rv", revision);
        token.put("start", afterKey);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    public static ContinueToken parse(String text) {
        try {
            ObjectNode token = Json.parse(Base64.getUrlDecoder().decode(text));
            long revision = token.path("rv").asLong(0);
            String start = token.path("start").asString("");
            if (token.path("v").asString("").equals(FORM) && revision > 0 && !start.isEmpty()) {
                return new ContinueToken(revision, start);
            }
        } catch (IllegalArgumentException | ApiException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ApiException invalid() {
        return ApiException.badRequest("continue key is not valid");
    }
}
