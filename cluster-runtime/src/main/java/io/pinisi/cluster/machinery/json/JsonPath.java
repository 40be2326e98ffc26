package io.pinisi.cluster.machinery.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of {@code kubectl}'s JSONPath that printer columns, scale paths and selectable fields
 * use: fields, quoted fields, indexes, slices, wildcards, filters and recursive descent.
 */
public final class JsonPath {
    private final String text;
    private final List<Step> steps;

    private JsonPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /** One step from a set of values to the next. */
    sealed interface Step {
        record Field(String name) implements Step {}

        /** Negative bounds count from the end; a null one is open. */
        record Slice(@Nullable Integer from, @Nullable Integer to, int stride) implements Step {}

        record Index(int at) implements Step {}

        record Wildcard() implements Step {}

        record Descent() implements Step {}

        record Filter(Operand left, Comparison comparison, Operand right) implements Step {}
    }

    /** A side of a filter: a path from the item ({@code @.type}) or a constant. */
    sealed interface Operand {
        record Path(List<Step> steps) implements Operand {}

        record Constant(JsonNode value) implements Operand {}
    }

    enum Comparison {
        EXISTS,
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /**
     * Reads {@code .spec.replicas}, with or without the braces of a template around it.
     *
     * @throws IllegalArgumentException where the text is no such path
     */
    public static JsonPath compile(String text) {
        return new JsonPath(text, new JsonPathParser(text).parse());
    }

    /** Every value the path leads to, in order. */
    public List<JsonNode> find(JsonNode tree) {
        return walk(List.of(tree), steps);
    }

    /** The first value the path leads to. */
    public Optional<JsonNode> first(JsonNode tree) {
        List<JsonNode> found = find(tree);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    private static List<JsonNode> walk(List<JsonNode> start, List<Step> steps) {
        List<JsonNode> current = start;
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : current) {
                take(node, step, next);
            }
            current = next;
        }
        return current;
    }

    private static void take(JsonNode node, Step step, List<JsonNode> next) {
        switch (step) {
            case Step.Field(String name) -> {
                JsonNode child = node.get(name);
                if (child != null) {
                    next.add(child);
                }
            }
            case Step.Index(int at) -> {
                int index = at < 0 ? node.size() + at : at;
                if (node instanceof ArrayNode && index >= 0 && index < node.size()) {
                    next.add(node.get(index));
                }
            }
            case Step.Slice slice -> slice(node, slice, next);
            case Step.Wildcard() -> node.forEach(next::add);
            case Step.Descent() -> descend(node, next);
            case Step.Filter filter -> {
                for (JsonNode item : node) {
                    if (holds(item, filter)) {
                        next.add(item);
                    }
                }
            }
        }
    }

    private static void slice(JsonNode node, Step.Slice slice, List<JsonNode> next) {
        if (!(node instanceof ArrayNode)) {
            return;
        }
        int from = bound(slice.from(), node.size(), 0);
        int to = bound(slice.to(), node.size(), node.size());
        for (int i = from; i < to; i += slice.stride()) {
            next.add(node.get(i));
        }
    }

    private static int bound(@Nullable Integer bound, int size, int open) {
        if (bound == null) {
            return open;
        }
        return Math.clamp(bound < 0 ? size + bound : bound, 0, size);
    }

    private static void descend(JsonNode node, List<JsonNode> next) {
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            next.add(node);
            node.forEach(child -> descend(child, next));
        }
    }

    private static boolean holds(JsonNode item, Step.Filter filter) {
        JsonNode left = value(item, filter.left());
        if (filter.comparison() == Comparison.EXISTS) {
            return !left.isMissingNode();
        }
        JsonNode right = value(item, filter.right());
        if (left.isMissingNode() || right.isMissingNode()) {
            return false;
        }
        int order = compare(left, right);
        return switch (filter.comparison()) {
            case EXISTS -> true;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static int compare(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue())
                : left.asString().compareTo(right.asString());
    }

    private static JsonNode value(JsonNode item, Operand operand) {
        return switch (operand) {
            case Operand.Constant(JsonNode value) -> value;
            case Operand.Path(List<Step> path) -> {
                List<JsonNode> found = walk(List.of(item), path);
                yield found.isEmpty() ? MissingNode.getInstance() : found.getFirst();
            }
        };
    }

    /** The names of the fields, where the path is made of nothing else. */
    public Optional<List<String>> fields() {
        List<String> names = new ArrayList<>();
        for (Step step : steps) {
            if (!(step instanceof Step.Field(String name))) {
                return Optional.empty();
            }
            names.add(name);
        }
        return Optional.of(names);
    }

    /** Sets the value of a path made of fields, creating the objects on the way. */
    public void set(ObjectNode tree, JsonNode value) {
        List<String> names =
                fields().orElseThrow(() -> new IllegalArgumentException(text + " names no field"));
        ObjectNode node = tree;
        for (String name : names.subList(0, names.size() - 1)) {
            node = node.get(name) instanceof ObjectNode child ? child : node.putObject(name);
        }
        node.set(names.getLast(), value);
    }

    static Map<String, Comparison> comparisons() {
        return Map.of(
                "==", Comparison.EQUAL,
                "!=", Comparison.NOT_EQUAL,
                "<=", Comparison.LESS_OR_EQUAL,
                ">=", Comparison.GREATER_OR_EQUAL,
                "<", Comparison.LESS,
                ">", Comparison.GREATER,
                "=", Comparison.EQUAL);
    }

    @Override
    public String toString() {
        return text;
    }
}
