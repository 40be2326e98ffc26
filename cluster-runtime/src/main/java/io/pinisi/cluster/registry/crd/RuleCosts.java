package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.expression.cost.SchemaSizes;
import io.pinisi.cluster.registry.Faults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Refuses rules that could cost too much with the largest object that their schema allows, each by
 * itself and all of a schema together.
 */
final class RuleCosts {
    private static final long MOST_OF_RULE = 10_000_000;
    private static final long MOST_OF_SCHEMA = 100_000_000;

    /** So many of the dearest rules are named when all together are too dear. */
    private static final int NAMED = 4;

    private final Faults faults;
    private final List<Priced> priced = new ArrayList<>();

    private record Priced(String path, long cost) {}

    private RuleCosts(Faults faults) {
        this.faults = faults;
    }

    static void check(CustomRules rules, JsonNode schema, String path, Faults faults) {
        RuleCosts costs = new RuleCosts(faults);
        costs.walk(rules, schema, OptionalLong.of(1), path);
        costs.checkTotal(path);
    }

    /**
     * @param often how many such values one object can have; empty where nothing limits that but
     *     the size of the object
     */
    private void walk(CustomRules rules, JsonNode schema, OptionalLong often, String path) {
        for (CustomRule rule : rules.rules()) {
            String at = path + "." + CustomRules.KEYWORD + "[" + rule.index() + "]";
            price(rule, often, at);
        }
        for (Map.Entry<String, CustomRules> property : rules.properties().entrySet()) {
            String name = property.getKey();
            JsonNode field = schema.path("properties").path(name);
            walk(property.getValue(), field, often, path + ".properties[" + name + "]");
        }
        CustomRules items = rules.items();
        if (items == null) {
            return;
        }
        boolean list = schema.path("items").isObject();
        String under = list ? "items" : "additionalProperties";
        OptionalLong inside = times(often, schema.get(list ? "maxItems" : "maxProperties"));
        walk(items, schema.path(under), inside, path + "." + under);
    }

    private static OptionalLong times(OptionalLong often, @Nullable JsonNode limit) {
        return often.isEmpty() || limit == null
                ? OptionalLong.empty()
                : OptionalLong.of(product(often.getAsLong(), Math.max(0, limit.asLong(0))));
    }

    private static long product(long one, long other) {
        return Math.multiplyHigh(one, other) != 0 || one * other < 0 ? Long.MAX_VALUE : one * other;
    }

    private void price(CustomRule rule, OptionalLong often, String path) {
        SchemaSizes sizes = Expressions.sizes(rule.schema());
        long times = often.orElse(sizes.mostOften());
        long cost = product(rule.expression().worstCost(sizes), times);
        limit(path + ".rule", "estimated rule cost", cost);
        if (rule.message() != null) {
            long told = rule.message().worstCost(sizes);
            limit(path + ".messageExpression", "estimated messageExpression cost", told);
        }
    }

    private void limit(String path, String name, long cost) {
        priced.add(new Priced(path, cost));
        if (cost > MOST_OF_RULE) {
            faults.forbidden(path, excess(name, cost, MOST_OF_RULE));
        }
    }

    private void checkTotal(String path) {
        long total = 0;
        for (Priced rule : priced) {
            total = total > Long.MAX_VALUE - rule.cost() ? Long.MAX_VALUE : total + rule.cost();
        }
        if (total <= MOST_OF_SCHEMA) {
            return;
        }
        priced.stream()
                .filter(rule -> rule.cost() >= MOST_OF_SCHEMA / 100)
                .sorted(Comparator.comparingLong(Priced::cost).reversed())
                .limit(NAMED)
                .forEach(
                        rule ->
                                faults.forbidden(
                                        rule.path(),
                                        "contributed to estimated rule cost total exceeding cost"
                                                + " limit for entire OpenAPIv3 schema"));
        faults.forbidden(
                path,
                excess(
                        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3"
                                + " schema",
                        total,
                        MOST_OF_SCHEMA));
    }

    private static String excess(String name, long cost, long limit) {
        double factor = (double) cost / limit;
        String shown =
                factor > 100
                        ? "more than 100x"
                        : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
        return name
                + " exceeds budget by factor of "
                + shown
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength"
                + " where arrays, maps, and strings are declared)";
    }
}
