package io.pinisi.cluster.apiserver.review;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A user on the wire. */
public final class UserInfoJson {
    private UserInfoJson() {}

    public static ObjectNode write(UserInfo user) {
        ObjectNode node = Json.object().put("username", user.name());
        if (!user.uid().isEmpty()) {
            node.put("uid", user.uid());
        }
        ArrayNode groups = node.putArray("groups");
        user.groups().forEach(groups::add);
        if (!user.extra().isEmpty()) {
            ObjectNode extra = node.putObject("extra");
            new TreeMap<>(user.extra())
                    .forEach(
                            (key, values) -> {
                                ArrayNode array = extra.putArray(key);
                                values.forEach(array::add);
                            });
        }
        return node;
    }

    /** The subject of a {@code SubjectAccessReview}'s spec. */
    static UserInfo subject(JsonNode spec) {
        Map<String, List<String>> extra = new HashMap<>();
        spec.path("extra").properties().forEach(e -> extra.put(e.getKey(), texts(e.getValue())));
        return new UserInfo(
                spec.path("user").asString(""),
                spec.path("uid").asString(""),
                texts(spec.path("groups")),
                extra);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asString("")));
        return texts;
    }
}
