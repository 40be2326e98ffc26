package io.pinisi.cluster.machinery.patch;

import io.pinisi.cluster.machinery.error.ApiException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the operations of a JSON patch one after the other on a tree of its own. */
final class JsonPatch {
    private JsonNode root;

    JsonPatch(JsonNode root) {
        this.root = root;
    }

    JsonNode apply(ArrayNode operations) {
        for (JsonNode operation : operations) {
            if (!(operation instanceof ObjectNode object)) {
                throw ApiException.badRequest("a JSON patch operation must be an object");
            }
            apply(object);
        }
        return root;
    }

    private void apply(ObjectNode operation) {
        String name = text(operation, "op");
        JsonPointer path = JsonPointer.parse(text(operation, "path"));
        switch (name) {
            case "add" -> add(name, path, value(operation));
            case "remove" -> remove(name, path);
            case "replace" -> replace(path, value(operation));
            case "move" -> {
                JsonPointer from = from(operation);
                if (from.isPrefixOf(path)) {
                    throw fault(name, path, "a value cannot move into itself");
                }
                add(name, path, remove(name, from));
            }
            case "copy" -> add(name, path, require(name, from(operation)).deepCopy());
            case "test" -> test(path, operation.get("value"));
            default -> throw ApiException.badRequest("Unexpected kind: " + name);
        }
    }

    private void add(String name, JsonPointer path, JsonNode value) {
        if (path.isRoot()) {
            root = value;
            return;
        }
        switch (parent(name, path)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array when path.last().equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(name, path, array.size()), value);
            default -> throw missing(name, path);
        }
    }

    private JsonNode remove(String name, JsonPointer path) {
        JsonNode old = require(name, path);
        if (path.isRoot()) {
            throw fault(name, path, "the whole object cannot be removed");
        }
        switch (parent(name, path)) {
            case ObjectNode object -> object.remove(path.last());
            case ArrayNode array -> array.remove(index(name, path, array.size() - 1));
            default -> throw missing(name, path);
        }
        return old;
    }

    private void replace(JsonPointer path, JsonNode value) {
        require("replace", path);
        if (path.isRoot()) {
            root = value;
            return;
        }
        switch (parent("replace", path)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array -> array.set(index("replace", path, array.size() - 1), value);
            default -> throw missing("replace", path);
        }
    }

    /** An absent value passes for null. */
    private void test(JsonPointer path, @Nullable JsonNode expected) {
        JsonNode found = path.find(root);
        JsonNode actual = found == null ? NullNode.instance : found;
        JsonNode wanted = expected == null ? NullNode.instance : expected;
        if (!actual.equals(JsonNumbers.COMPARATOR, wanted)) {
            throw Patches.doesNotFit("testing value " + path + " failed: test failed");
        }
    }

    private JsonNode parent(String name, JsonPointer path) {
        JsonNode parent = path.parent().find(root);
        if (parent == null) {
            throw missing(name, path);
        }
        return parent;
    }

    private JsonNode require(String name, JsonPointer path) {
        JsonNode found = path.find(root);
        if (found == null) {
            throw missing(name, path);
        }
        return found;
    }

    private static int index(String name, JsonPointer path, int max) {
        int index = JsonPointer.index(path.last());
        if (index < 0 || index > max) {
            throw fault(
                    name,
                    path,
                    "Unable to access invalid index: " + path.last() + ": invalid index");
        }
        return index;
    }

    private static JsonPointer from(ObjectNode operation) {
        return JsonPointer.parse(text(operation, "from"));
    }

    private static String text(ObjectNode operation, String member) {
        JsonNode value = operation.get(member);
        if (value == null || !value.isString()) {
            throw ApiException.badRequest(
                    "a JSON patch operation needs \"" + member + "\": " + operation);
        }
        return value.stringValue();
    }

    private static JsonNode value(ObjectNode operation) {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw ApiException.badRequest("a JSON patch operation needs \"value\": " + operation);
        }
        return value.deepCopy();
    }

    private static ApiException missing(String name, JsonPointer path) {
        return fault(name, path, "doc is missing path: \"" + path + "\": missing value");
    }

    private static ApiException fault(String name, JsonPointer path, String why) {
        return Patches.doesNotFit(name + " operation does not apply: " + why);
    }
}
