package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.fairness.FairQueues.Queuing;
import io.pinisi.cluster.machinery.meta.Metadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code PriorityLevelConfiguration}, as it was read.
 *
 * @param limits null where requests of this level never wait
 */
record PriorityLevel(String name, String uid, int shares, @Nullable Limits limits) {

    /**
     * @param queuing null where requests without a seat are refused at once
     * @param lendable the percentage of its own seats that others may have
     * @param borrowing the percentage of its own seats that it may have of others; null for all
     */
    record Limits(@Nullable Queuing queuing, int lendable, @Nullable Integer borrowing) {}

    static PriorityLevel of(ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        JsonNode spec = object.path("spec");
        if (spec.path("type").asString("").equals("Exempt")) {
            int shares = spec.path("exempt").path("nominalConcurrencyShares").asInt(0);
            return new PriorityLevel(metadata.name(), metadata.uid(), shares, null);
        }
        JsonNode limited = spec.path("limited");
        return new PriorityLevel(
                metadata.name(),
                metadata.uid(),
                limited.path("nominalConcurrencyShares").asInt(0),
                new Limits(
                        queuing(limited.path("limitResponse")),
                        limited.path("lendablePercent").asInt(0),
                        limited.has("borrowingLimitPercent")
                                ? limited.path("borrowingLimitPercent").asInt(0)
                                : null));
    }

    private static @Nullable Queuing queuing(JsonNode response) {
        JsonNode queuing = response.path("queuing");
        return response.path("type").asString("").equals("Queue")
                ? new Queuing(
                        queuing.path("queues").asInt(1),
                        queuing.path("handSize").asInt(1),
                        queuing.path("queueLengthLimit").asInt(1))
                : null;
    }

    boolean isExempt() {
        return limits == null;
    }

    @Nullable Queuing queuing() {
        return limits == null ? null : limits.queuing();
    }

    /** Its part of the server's seats, rounded up. */
    int seats(int all, int allShares) {
        return allShares == 0 ? 0 : (int) (((long) all * shares + allShares - 1) / allShares);
    }

    /** The fewest seats it is left with when others need them. */
    int lower(int nominal) {
        return nominal - part(nominal, limits == null ? 0 : limits.lendable());
    }

    /** The most seats it can have when others do not need them. */
    int upper(int nominal, int all) {
        Integer borrowing = limits == null ? null : limits.borrowing();
        return borrowing == null ? all : Math.min(all, nominal + part(nominal, borrowing));
    }

    private static int part(int nominal, int percent) {
        return (int) Math.round(nominal * percent / 100.0);
    }
}
