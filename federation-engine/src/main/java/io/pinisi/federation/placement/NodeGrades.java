package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * How many nodes have at least how much left, by the grades of {@code spec.resourceModels}: sums
 * over all nodes promise room for a pod that no single node has (Karmada's resource modelling).
 * Pure.
 *
 * @param grades from the poorest on
 * @param counts nodes of each grade
 */
public record NodeGrades(List<Grade> grades, List<Integer> counts) {
    public static final NodeGrades NONE = new NodeGrades(List.of(), List.of());

    public NodeGrades {
        grades = List.copyOf(grades);
        counts = List.copyOf(counts);
    }

    /**
     * @param number as the Cluster names it
     * @param floors what a node of the grade has at least, by resource
     */
    public record Grade(int number, ResourceAmounts floors) {
        boolean isReachedBy(ResourceAmounts free) {
            return floors.amounts().entrySet().stream()
                    .allMatch(
                            floor -> {
                                Quantity has = free.amounts().get(floor.getKey());
                                return has != null && has.compareTo(floor.getValue()) >= 0;
                            });
        }

        /** How many of one a node of the grade surely holds, by the resources that are graded. */
        private long holds(ResourceAmounts one) {
            long most = Long.MAX_VALUE;
            for (Map.Entry<String, Quantity> asked : one.amounts().entrySet()) {
                Quantity floor = floors.amounts().get(asked.getKey());
                BigDecimal amount = asked.getValue().value();
                if (floor != null && amount.signum() > 0) {
                    most =
                            Math.min(
                                    most,
                                    floor.value().divide(amount, RoundingMode.FLOOR).longValue());
                }
            }
            return most;
        }
    }

    /** The grades of a Cluster, and how many nodes its status counts in each. */
    public static NodeGrades of(JsonNode cluster) {
        List<Grade> grades = grades(cluster.path("spec").path("resourceModels"));
        JsonNode modelings = cluster.at("/status/resourceSummary/allocatableModelings");
        if (grades.isEmpty() || !modelings.isArray()) {
            return NONE;
        }
        Map<Integer, Integer> counts = new TreeMap<>();
        modelings.forEach(
                one -> counts.put(one.path("grade").asInt(-1), one.path("count").asInt(0)));
        return new NodeGrades(
                grades,
                grades.stream().map(grade -> counts.getOrDefault(grade.number(), 0)).toList());
    }

    public static List<Grade> grades(JsonNode models) {
        List<Grade> grades = new ArrayList<>();
        for (JsonNode model : models) {
            Map<String, Quantity> floors = new TreeMap<>();
            for (JsonNode range : model.path("ranges")) {
                quantity(range.path("min"))
                        .ifPresent(min -> floors.put(range.path("name").asString(""), min));
            }
            grades.add(new Grade(model.path("grade").asInt(0), new ResourceAmounts(floors)));
        }
        return grades;
    }

    private static Optional<Quantity> quantity(JsonNode value) {
        try {
            return Optional.of(Quantity.parse(value.asString("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * {@code allocatableModelings} of a status.
     *
     * @param free what each node has left
     */
    public static void count(
            List<Grade> grades, Collection<ResourceAmounts> free, ArrayNode modelings) {
        int[] counts = new int[grades.size()];
        for (ResourceAmounts node : free) {
            for (int grade = grades.size() - 1; grade >= 0; grade--) {
                if (grades.get(grade).isReachedBy(node)) {
                    counts[grade]++;
                    break;
                }
            }
        }
        for (int grade = 0; grade < counts.length; grade++) {
            modelings
                    .addObject()
                    .put("grade", grades.get(grade).number())
                    .put("count", counts[grade]);
        }
    }

    /** How many of one all nodes together surely hold; without grades, any number. */
    long holds(ResourceAmounts one) {
        if (grades.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long sum = 0;
        for (int grade = 0; grade < grades.size(); grade++) {
            long each = grades.get(grade).holds(one);
            if (each == Long.MAX_VALUE) {
                return Long.MAX_VALUE; // it asks for nothing that is graded
            }
            sum += each * counts.get(grade);
        }
        return sum;
    }
}
