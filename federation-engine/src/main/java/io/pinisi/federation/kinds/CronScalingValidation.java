package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.value.CronSchedule;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the schema of a CronFederatedHPA cannot say. */
final class CronScalingValidation {
    private final FaultList faults = new FaultList();
    private final boolean movesLimits;

    private CronScalingValidation(boolean movesLimits) {
        this.movesLimits = movesLimits;
    }

    static List<FieldError> validate(JsonNode cron) {
        JsonNode target = cron.path("spec").path("scaleTargetRef");
        boolean autoscaler =
                target.path("kind").asString("").equals("FederatedHPA")
                        && target.path("apiVersion")
                                .asString("")
                                .startsWith("autoscaling.karmada.io/");
        CronScalingValidation validation = new CronScalingValidation(autoscaler);
        for (String field : List.of("kind", "name")) {
            if (target.path(field).asString("").isEmpty()) {
                validation.faults.add(FieldError.required("spec.scaleTargetRef." + field, ""));
            }
        }
        validation.rules(cron.path("spec").path("rules"));
        return validation.faults.all();
    }

    private void rules(JsonNode rules) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.get(i);
            String path = "spec.rules[" + i + "]";
            if (!names.add(rule.path("name").asString(""))) {
                faults.add(FieldError.duplicate(path + ".name", rule.path("name").toString()));
            }
            time(rule, path);
            if (movesLimits) {
                limits(rule, path);
            } else {
                replicas(rule, path);
            }
        }
    }

    private void time(JsonNode rule, String path) {
        String schedule = rule.path("schedule").asString("");
        try {
            CronSchedule.parse(schedule);
        } catch (IllegalArgumentException e) {
            faults.invalid(
                    path + ".schedule", rule.path("schedule"), String.valueOf(e.getMessage()));
        }
        String zone = rule.path("timeZone").asString("");
        try {
            if (!zone.isEmpty()) {
                ZoneId.of(zone);
            }
        } catch (DateTimeException e) {
            faults.invalid(path + ".timeZone", rule.path("timeZone"), "unknown time zone " + zone);
        }
    }

    private void replicas(JsonNode rule, String path) {
        JsonNode replicas = rule.path("targetReplicas");
        if (!rule.hasNonNull("targetReplicas")) {
            faults.add(
                    FieldError.required(path + ".targetReplicas", "the target is no FederatedHPA"));
        } else if (replicas.asInt(0) < 0) {
            faults.invalid(path + ".targetReplicas", replicas, "must be 0 or more");
        }
    }

    private void limits(JsonNode rule, String path) {
        boolean least = rule.hasNonNull("targetMinReplicas");
        boolean most = rule.hasNonNull("targetMaxReplicas");
        if (!least && !most) {
            faults.add(
                    FieldError.required(
                            path,
                            "targetMinReplicas or targetMaxReplicas, for the target is a"
                                    + " FederatedHPA"));
        }
        for (String field : List.of("targetMinReplicas", "targetMaxReplicas")) {
            if (rule.hasNonNull(field) && rule.path(field).asInt(0) < 1) {
                faults.invalid(path + "." + field, rule.path(field), "must be greater than 0");
            }
        }
        if (least
                && most
                && rule.path("targetMinReplicas").asInt(0)
                        > rule.path("targetMaxReplicas").asInt(0)) {
            faults.invalid(
                    path + ".targetMinReplicas",
                    rule.path("targetMinReplicas"),
                    "must not be more than targetMaxReplicas");
        }
    }
}
