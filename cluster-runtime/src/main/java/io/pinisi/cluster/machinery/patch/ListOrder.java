package io.pinisi.cluster.machinery.patch;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The order of merged lists: items that the patch names come in the patch's order, the others keep
 * the live order, and the two are interleaved by the live order as far as that goes.
 */
final class ListOrder {
    private ListOrder() {}

    /**
     * @param order the patch's items (or only their keys) in their order
     * @param live the list before the merge
     * @param mergeKey null for plain values
     */
    static ArrayNode arrange(
            ArrayNode merged, ArrayNode order, ArrayNode live, @Nullable String mergeKey) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode item : merged) {
            (index(order, item, mergeKey) >= 0 ? named : others).add(item);
        }
        named.sort(Comparator.comparingInt(item -> index(order, item, mergeKey)));
        others.sort(Comparator.comparingInt(item -> index(live, item, mergeKey)));
        return interleave(others, named, live, mergeKey);
    }

    private static ArrayNode interleave(
            List<JsonNode> others,
            List<JsonNode> named,
            ArrayNode live,
            @Nullable String mergeKey) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (JsonNode item : named) {
            int place = index(live, item, mergeKey);
            while (next < others.size() && place >= 0) {
                int other = index(live, others.get(next), mergeKey);
                if (other < 0 || other > place) {
                    break;
                }
                all.add(others.get(next++));
            }
            all.add(item);
        }
        others.subList(next, others.size()).forEach(all::add);
        return all;
    }

    /** A patch's list must be in the order that the directive beside it gives. */
    static void requireSameOrder(ArrayNode items, ArrayNode order, @Nullable String mergeKey) {
        int place = 0;
        for (JsonNode item : items) {
            if (item.has("$patch")) {
                continue;
            }
            while (place < order.size() && !isSame(order.get(place), item, mergeKey)) {
                place++;
            }
            if (place == order.size()) {
                throw ApiException.badRequest(
                        "The order in patch list:\n"
                                + items
                                + "\n doesn't match $setElementOrder list:\n"
                                + order);
            }
            place++;
        }
    }

    static boolean contains(JsonNode list, JsonNode item) {
        for (JsonNode candidate : list) {
            if (candidate.equals(JsonNumbers.COMPARATOR, item)) {
                return true;
            }
        }
        return false;
    }

    private static int index(ArrayNode list, JsonNode item, @Nullable String mergeKey) {
        for (int i = 0; i < list.size(); i++) {
            if (isSame(list.get(i), item, mergeKey)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(JsonNode left, JsonNode right, @Nullable String mergeKey) {
        JsonNode first = mergeKey == null ? left : left.path(mergeKey);
        JsonNode second = mergeKey == null ? right : right.path(mergeKey);
        return first.equals(JsonNumbers.COMPARATOR, second);
    }
}
