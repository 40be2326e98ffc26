package io.pinisi.cluster.machinery.selector;

import static java.util.stream.Collectors.joining;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Chooses objects by their labels; every requirement must hold. */
public final class LabelSelector {
    private static final LabelSelector EVERYTHING = new LabelSelector(List.of(), false);
    private static final LabelSelector NOTHING = new LabelSelector(List.of(), true);

    private final List<Requirement> requirements;
    private final boolean nothing;

    private LabelSelector(List<Requirement> requirements, boolean nothing) {
        this.requirements = List.copyOf(requirements);
        this.nothing = nothing;
    }

    /** How a requirement compares. */
    public enum Operator {
        EQUALS("="),
        NOT_EQUALS("!="),
        IN("in"),
        NOT_IN("notin"),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String text;

        Operator(String text) {
            this.text = text;
        }
    }

    /** One condition on one label. */
    public record Requirement(String key, Operator operator, SortedSet<String> values) {
        public Requirement {
            values = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(values));
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case EQUALS, IN -> value != null && values.contains(value);
                case NOT_EQUALS, NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER_THAN -> value != null && compareNumbers(value) > 0;
                case LESS_THAN -> value != null && compareNumbers(value) < 0;
            };
        }

        /** 0 where the label is no number, so that neither comparison holds. */
        private int compareNumbers(String value) {
            try {
                return Long.compare(Long.parseLong(value), Long.parseLong(values.first()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        @Override
        public String toString() {
            return switch (operator) {
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
                case EQUALS, NOT_EQUALS -> key + operator.text + values.first();
                case GREATER_THAN -> key + ">" + values.first();
                case LESS_THAN -> key + "<" + values.first();
                case IN, NOT_IN ->
                        key + " " + operator.text + " (" + String.join(",", values) + ")";
            };
        }
    }

    public static LabelSelector everything() {
        return EVERYTHING;
    }

    /** What an absent selector of a spec selects. */
    public static LabelSelector nothing() {
        return NOTHING;
    }

    /** Exactly these labels, as a Service or a ReplicationController selects. */
    public static LabelSelector exactly(Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>();
        labels.forEach(
                (key, value) ->
                        requirements.add(requirement(key, Operator.EQUALS, List.of(value))));
        return sorted(requirements);
    }

    /**
     * Reads the text form: {@code app=web,tier in (a,b),!canary}.
     *
     * @throws ApiException BadRequest where the text is none
     */
    public static LabelSelector parse(String text) {
        return text.isBlank() ? EVERYTHING : sorted(new LabelSelectorParser(text).parse());
    }

    /**
     * Reads the object form ({@code matchLabels} and {@code matchExpressions}). An absent selector
     * selects nothing, an empty one everything.
     *
     * @throws ApiException BadRequest for an operator or a number of values that cannot be
     */
    public static LabelSelector of(@Nullable JsonNode selector) {
        if (selector == null || selector.isNull() || selector.isMissingNode()) {
            return NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
            requirements.add(
                    requirement(
                            label.getKey(), Operator.EQUALS, List.of(label.getValue().asString())));
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            requirements.add(expression(expression));
        }
        return sorted(requirements);
    }

    private static Requirement expression(JsonNode expression) {
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asString()));
        String name = expression.path("operator").asString("");
        Operator operator =
                switch (name) {
                    case "In" -> Operator.IN;
                    case "NotIn" -> Operator.NOT_IN;
                    case "Exists" -> Operator.EXISTS;
                    case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
                    default ->
                            throw ApiException.badRequest(
                                    "\"" + name + "\" is not a valid label selector operator");
                };
        return requirement(expression.path("key").asString(""), operator, values);
    }

    static Requirement requirement(String key, Operator operator, List<String> values) {
        LabelSyntax.requireKey(key);
        switch (operator) {
            case IN, NOT_IN -> {
                if (values.isEmpty()) {
                    throw ApiException.badRequest(
                            "values: Invalid value: []: for 'in', 'notin' operators, values set"
                                    + " can't be empty");
                }
            }
            case EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN -> {
                if (values.size() != 1) {
                    throw ApiException.badRequest(
                            "values: Invalid value: exact-match compatibility requires one single"
                                    + " value");
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!values.isEmpty()) {
                    throw ApiException.badRequest(
                            "values: Invalid value: values set must be empty for exists and does"
                                    + " not exist");
                }
            }
        }
        if (operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN) {
            requireNumber(values.getFirst());
        }
        values.forEach(value -> LabelSyntax.requireValue(key, value));
        return new Requirement(key, operator, new TreeSet<>(values));
    }

    private static void requireNumber(String value) {
        try {
            Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(
                    "values[0]: Invalid value: \""
                            + value
                            + "\": for 'Gt', 'Lt' operators, the value must be an integer");
        }
    }

    private static LabelSelector sorted(List<Requirement> requirements) {
        requirements.sort(Comparator.comparing(Requirement::key));
        return requirements.isEmpty() ? EVERYTHING : new LabelSelector(requirements, false);
    }

    public boolean matches(Map<String, String> labels) {
        if (nothing) {
            return false;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Empty for {@link #everything} and {@link #nothing}. */
    public List<Requirement> requirements() {
        return requirements;
    }

    /** Whether no label can be outside of it. */
    public boolean isEverything() {
        return !nothing && requirements.isEmpty();
    }

    /** The text form, sorted by key, as {@code status.selector} of a scale shows it. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(joining(","));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelSelector that
                && nothing == that.nothing
                && requirements.equals(that.requirements);
    }

    @Override
    public int hashCode() {
        return requirements.hashCode() * 31 + Boolean.hashCode(nothing);
    }
}
