package io.pinisi.cluster.registry.flowcontrol;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;

final class PriorityLevelStrategy implements ResourceStrategy {
    private static final List<String> TYPES = List.of("Exempt", "Limited");
    private static final List<String> RESPONSES = List.of("Queue", "Reject");
    private static final long MOST_QUEUES = 10_000_000;

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        String name = Metadata.of(transition.next()).name();
        String type = spec.path("type").asString("");
        if (name.equals("exempt") != type.equals("Exempt") && TYPES.contains(type)) {
            faults.invalid(
                    "spec.type", type, "type must be 'Exempt' if and only if `name` is 'exempt'");
        }
        FieldRules.checkChoice(type, TYPES, "spec.type", faults);
        if (type.equals("Exempt") && spec.has("limited")) {
            faults.forbidden("spec.limited", "must be nil if the type is not Limited");
        }
        if (type.equals("Limited") && spec.has("exempt")) {
            faults.forbidden("spec.exempt", "must be nil if the type is Limited");
        }
        if (type.equals("Limited") && !spec.has("limited")) {
            faults.required("spec.limited", "must not be empty when type is Limited");
        } else if (type.equals("Limited")) {
            checkLimited(spec.path("limited"), faults);
        }
    }

    private static void checkLimited(JsonNode limited, Faults faults) {
        JsonNode shares = limited.path("nominalConcurrencyShares");
        if (shares.asInt(0) < 0) {
            faults.invalid(
                    "spec.limited.nominalConcurrencyShares",
                    shares,
                    "must be a non-negative integer");
        }
        JsonNode lendable = limited.path("lendablePercent");
        if (lendable.asInt(0) < 0 || lendable.asInt(0) > 100) {
            faults.invalid(
                    "spec.limited.lendablePercent",
                    lendable,
                    "must be between 0 and 100, inclusive");
        }
        JsonNode response = limited.path("limitResponse");
        String type = response.path("type").asString("");
        String path = "spec.limited.limitResponse";
        FieldRules.checkChoice(type, RESPONSES, path + ".type", faults);
        if (type.equals("Reject") && response.has("queuing")) {
            faults.forbidden(
                    path + ".queuing", "must be nil if limited.limitResponse.type is not Limited");
        } else if (type.equals("Queue") && !response.has("queuing")) {
            faults.required(
                    path + ".queuing",
                    "must not be empty if limited.limitResponse.type is Limited");
        } else if (type.equals("Queue")) {
            checkQueuing(response.path("queuing"), path + ".queuing", faults);
        }
    }

    private static void checkQueuing(JsonNode queuing, String path, Faults faults) {
        for (String field : new String[] {"queueLengthLimit", "queues", "handSize"}) {
            if (queuing.path(field).asInt(0) <= 0) {
                faults.invalid(path + "." + field, queuing.path(field), "must be positive");
            }
        }
        if (queuing.path("queues").asLong(0) > MOST_QUEUES) {
            faults.invalid(
                    path + ".queues",
                    queuing.path("queues"),
                    "must not be greater than " + MOST_QUEUES);
        }
        int hand = queuing.path("handSize").asInt(0);
        int queues = queuing.path("queues").asInt(0);
        if (hand > queues) {
            faults.invalid(
                    path + ".handSize",
                    queuing.path("handSize"),
                    "should not be greater than queues (" + queues + ")");
        }
    }
}
