package io.pinisi.portal.hub;

import io.pinisi.federation.fleet.BindingSummary;
import io.pinisi.federation.fleet.BindingSummary.Work;
import io.pinisi.portal.applications.BindingRow;
import io.pinisi.portal.applications.WorkRow;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Decisions and what became of them, in words. */
final class BindingWords {
    private BindingWords() {}

    static List<WorkRow> works(List<BindingSummary> bindings) {
        return bindings.stream()
                .flatMap(
                        binding ->
                                binding.copies().stream()
                                        .map(work -> work(binding.template().toString(), work)))
                .toList();
    }

    private static WorkRow work(String object, Work work) {
        return new WorkRow(
                object,
                work.cluster(),
                work.replicas().isPresent() ? Integer.toString(work.replicas().getAsInt()) : "",
                status(work),
                revision(work),
                work.since().orElse(null));
    }

    static Status status(Work work) {
        return switch (work.state()) {
            case APPLIED -> new Status(Level.HEALTHY, "Applied", work.why());
            case PENDING -> new Status(Level.PROGRESSING, "On its way", work.why());
            case SUSPENDED -> new Status(Level.UNKNOWN, "Held back", work.why());
            case FAILED -> new Status(Level.FAILED, "Refused", work.why());
            case EVICTED -> new Status(Level.DEGRADED, "To be given up", work.why());
            case LEAVING -> new Status(Level.PROGRESSING, "Leaving", work.why());
        };
    }

    /** Kinds without a generation have no revision to tell of. */
    static String revision(Work work) {
        if (work.wanted() == 0) {
            return "–";
        }
        if (work.applied().isEmpty()) {
            return "none of " + work.wanted();
        }
        long applied = work.applied().getAsLong();
        return applied == work.wanted() ? Long.toString(applied) : applied + " of " + work.wanted();
    }

    static List<BindingRow> bindings(List<BindingSummary> bindings) {
        return bindings.stream()
                .map(
                        binding ->
                                new BindingRow(
                                        binding.template().toString(),
                                        binding.binding(),
                                        condition(binding.conditions(), "Scheduled"),
                                        condition(binding.conditions(), "FullyApplied")))
                .toList();
    }

    /** What is well needs no words beside it. */
    private static Status condition(JsonNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (Trees.text(condition, "type").equals(type)) {
                String reason = Trees.text(condition, "reason");
                return Trees.text(condition, "status").equals("True")
                        ? Status.healthy("Yes")
                        : new Status(
                                reason.equals("Applying") ? Level.PROGRESSING : Level.DEGRADED,
                                reason.isEmpty() ? "No" : reason,
                                Trees.text(condition, "message"));
            }
        }
        return Status.of(Level.UNKNOWN, "Not known");
    }
}
