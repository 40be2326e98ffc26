package io.pinisi.cluster.controllers.namespace;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What one attempt to empty a namespace left behind; makes its conditions. */
final class Remains {
    private final List<String> undiscovered;
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> objects = new TreeMap<>();
    private final Map<String, Integer> finalizers = new TreeMap<>();

    Remains(List<String> undiscovered) {
        this.undiscovered = undiscovered;
    }

    void failed(String message) {
        failures.add(message);
    }

    void left(String resource, List<String> objectFinalizers) {
        objects.merge(resource, 1, Integer::sum);
        objectFinalizers.forEach(finalizer -> finalizers.merge(finalizer, 1, Integer::sum));
    }

    boolean isEmpty() {
        return undiscovered.isEmpty() && failures.isEmpty() && objects.isEmpty();
    }

    void writeTo(ObjectNode status, Instant now) {
        set(
                status,
                now,
                "NamespaceDeletionDiscoveryFailure",
                undiscovered.isEmpty()
                        ? new Verdict(
                                false,
                                "ResourcesDiscovered",
                                "All resources successfully discovered")
                        : new Verdict(
                                true,
                                "DiscoveryFailed",
                                "Discovery failed for some groups, "
                                        + undiscovered.size()
                                        + " failing: "
                                        + String.join(", ", undiscovered)));
        set(
                status,
                now,
                "NamespaceDeletionGroupVersionParsingFailure",
                new Verdict(
                        false, "ParsedGroupVersions", "All legacy kube types successfully parsed"));
        set(
                status,
                now,
                "NamespaceDeletionContentFailure",
                failures.isEmpty()
                        ? new Verdict(
                                false,
                                "ContentDeleted",
                                "All content successfully deleted, may be waiting on finalization")
                        : new Verdict(
                                true,
                                "ContentDeletionFailed",
                                "Failed to delete all resource types, "
                                        + failures.size()
                                        + " remaining: "
                                        + String.join(", ", failures)));
        set(
                status,
                now,
                "NamespaceContentRemaining",
                objects.isEmpty()
                        ? new Verdict(false, "ContentRemoved", "All content successfully removed")
                        : new Verdict(
                                true,
                                "SomeResourcesRemain",
                                "Some resources are remaining: " + list(objects, " has ")));
        set(
                status,
                now,
                "NamespaceFinalizersRemaining",
                finalizers.isEmpty()
                        ? new Verdict(
                                false,
                                "ContentHasNoFinalizers",
                                "All content-preserving finalizers finished")
                        : new Verdict(
                                true,
                                "SomeFinalizersRemain",
                                "Some content in the namespace has finalizers remaining: "
                                        + list(finalizers, " in ")));
    }

    private record Verdict(boolean isTrue, String reason, String message) {}

    private static void set(ObjectNode status, Instant now, String type, Verdict verdict) {
        Conditions.set(
                status,
                Condition.of(type, verdict.isTrue(), verdict.reason(), verdict.message()),
                now);
    }

    private static String list(Map<String, Integer> counts, String between) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + between + e.getValue() + " resource instances")
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
