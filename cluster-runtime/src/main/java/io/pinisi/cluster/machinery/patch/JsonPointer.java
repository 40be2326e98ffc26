package io.pinisi.cluster.machinery.patch;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 6901. */
record JsonPointer(List<String> tokens) {

    JsonPointer {
        tokens = List.copyOf(tokens);
    }

    static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return new JsonPointer(List.of());
        }
        if (text.charAt(0) != '/') {
            throw ApiException.badRequest("a JSON pointer starts with \"/\": \"" + text + "\"");
        }
        List<String> tokens = new ArrayList<>();
        for (String token : text.substring(1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(tokens);
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    JsonPointer parent() {
        return new JsonPointer(tokens.subList(0, tokens.size() - 1));
    }

    String last() {
        return tokens.getLast();
    }

    boolean isPrefixOf(JsonPointer other) {
        return other.tokens.size() > tokens.size()
                && other.tokens.subList(0, tokens.size()).equals(tokens);
    }

    @Nullable JsonNode find(JsonNode root) {
        JsonNode node = root;
        for (String token : tokens) {
            node =
                    switch (node) {
                        case ObjectNode object -> object.get(token);
                        case ArrayNode array -> element(array, token);
                        default -> null;
                    };
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static @Nullable JsonNode element(ArrayNode array, String token) {
        int index = index(token);
        return index >= 0 && index < array.size() ? array.get(index) : null;
    }

    /** The array index that a token is, or −1 where it is none. */
    static int index(String token) {
        boolean digits = !token.isEmpty() && token.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean plain =
                digits && token.length() < 10 && (token.length() == 1 || token.charAt(0) != '0');
        return plain ? Integer.parseInt(token) : -1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        tokens.forEach(t -> text.append('/').append(t.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }
}
