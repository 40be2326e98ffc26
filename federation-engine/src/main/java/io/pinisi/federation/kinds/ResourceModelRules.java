package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What {@code spec.resourceModels} of a Cluster may say: grades counted from 0, each beginning for
 * each resource where the one before ends, the first at 0. Rules: Karmada's cluster validation.
 */
final class ResourceModelRules {
    private static final String FIELD = "spec.resourceModels";

    private final FaultList faults;

    /** The range of one resource in one grade; a bound that is no quantity is missing. */
    private record Range(Optional<Quantity> min, Optional<Quantity> max) {}

    ResourceModelRules(FaultList faults) {
        this.faults = faults;
    }

    void check(JsonNode models) {
        Map<String, Range> before = Map.of();
        int number = 0;
        for (JsonNode model : models) {
            String field = FIELD + "[" + number + "]";
            if (model.path("grade").asInt(-1) != number) {
                faults.invalid(
                        field + ".grade",
                        model.path("grade"),
                        "grades are counted from 0, each one more than the one before");
            }
            Map<String, Range> ranges = ranges(model, field + ".ranges");
            if (number > 0 && !ranges.keySet().equals(before.keySet())) {
                faults.add(
                        FieldError.invalid(
                                field + ".ranges",
                                model.path("ranges").toString(),
                                "every grade must have the same resources"));
            }
            chain(before, ranges, number, field + ".ranges");
            before = ranges;
            number++;
        }
    }

    private Map<String, Range> ranges(JsonNode model, String field) {
        Map<String, Range> ranges = new TreeMap<>();
        if (model.path("ranges").isEmpty()) {
            faults.add(FieldError.required(field, "at least one resource"));
        }
        List<String> seen = new ArrayList<>();
        int index = 0;
        for (JsonNode range : model.path("ranges")) {
            String path = field + "[" + index++ + "]";
            String name = range.path("name").asString("");
            if (name.isEmpty()) {
                faults.add(FieldError.required(path + ".name", ""));
            } else if (seen.contains(name)) {
                faults.add(FieldError.duplicate(path + ".name", '"' + name + '"'));
            }
            seen.add(name);
            Range bounds =
                    new Range(
                            bound(range.path("min"), path + ".min"),
                            bound(range.path("max"), path + ".max"));
            if (bounds.min().isPresent()
                    && bounds.max().isPresent()
                    && bounds.min().get().compareTo(bounds.max().get()) >= 0) {
                faults.invalid(path + ".max", range.path("max"), "must be more than min");
            }
            ranges.put(name, bounds);
        }
        return ranges;
    }

    private void chain(
            Map<String, Range> before, Map<String, Range> ranges, int number, String field) {
        ranges.forEach(
                (name, range) -> {
                    Quantity begins = range.min().orElse(null);
                    Quantity ended =
                            number == 0
                                    ? Quantity.of(0)
                                    : Optional.ofNullable(before.get(name))
                                            .flatMap(Range::max)
                                            .orElse(null);
                    if (begins != null && ended != null && begins.compareTo(ended) != 0) {
                        faults.add(
                                FieldError.invalid(
                                        field,
                                        '"' + name + '"',
                                        number == 0
                                                ? "the first grade must begin at 0"
                                                : "must begin where the grade before ends"));
                    }
                });
    }

    private Optional<Quantity> bound(JsonNode value, String field) {
        try {
            return Optional.of(Quantity.parse(value.asString("")));
        } catch (IllegalArgumentException e) {
            faults.invalid(field, value, "must be a quantity");
            return Optional.empty();
        }
    }
}
