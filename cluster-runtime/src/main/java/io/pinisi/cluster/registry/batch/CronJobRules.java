package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.value.CronSchedule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class CronJobRules implements ResourceStrategy {
    /** Jobs are called by the cron job's name and eleven characters of time. */
    private static final int LONGEST_NAME = 63 - 11;

    private static final Pattern ZONE_PART = Pattern.compile("[A-Za-z._0-9+][A-Za-z._0-9+-]{0,13}");
    private static final List<String> POLICIES = List.of("Allow", "Forbid", "Replace");

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status");
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        ObjectNode old = transition.old();
        checkSchedule(spec, old, faults);
        FieldRules.notNegative(
                spec,
                "spec",
                faults,
                "startingDeadlineSeconds",
                "successfulJobsHistoryLimit",
                "failedJobsHistoryLimit");
        JsonNode zone = spec.get("timeZone");
        if (zone != null
                && (old == null || !Objects.equals(old.path("spec").get("timeZone"), zone))) {
            checkZone(zone.asString(""), faults);
        }
        String policy = spec.path("concurrencyPolicy").asString("");
        if (policy.isEmpty()) {
            faults.required("spec.concurrencyPolicy", "");
        } else if (!POLICIES.contains(policy)) {
            faults.notSupported("spec.concurrencyPolicy", policy, POLICIES);
        }
        checkTemplate(spec.path("jobTemplate").path("spec"), faults);
        String name = Metadata.of(next).name();
        if (old == null && name.length() > LONGEST_NAME) {
            faults.invalid(
                    "metadata.name", name, "must be no more than " + LONGEST_NAME + " characters");
        }
    }

    private static void checkSchedule(JsonNode spec, @Nullable ObjectNode old, Faults faults) {
        String at = "spec.schedule";
        String schedule = spec.path("schedule").asString("");
        if (schedule.isEmpty()) {
            faults.required(at, "");
            return;
        }
        try {
            CronSchedule.parse(schedule);
        } catch (IllegalArgumentException e) {
            faults.invalid(at, schedule, String.valueOf(e.getMessage()));
        }
        boolean hadZone =
                old != null && old.path("spec").path("schedule").asString("").contains("TZ");
        if (!schedule.contains("TZ")) {
            return;
        }
        if (!hadZone) {
            faults.invalid(
                    at,
                    schedule,
                    "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        } else if (spec.has("timeZone")) {
            faults.invalid(
                    at, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void checkZone(String zone, Faults faults) {
        String at = "spec.timeZone";
        if (zone.isEmpty()) {
            faults.invalid(at, zone, "timeZone must be nil or non-empty string");
            return;
        }
        for (String part : zone.split("/", -1)) {
            if (part.equals(".") || part.equals("..") || !ZONE_PART.matcher(part).matches()) {
                faults.invalid(at, zone, "unknown time zone " + zone);
                return;
            }
        }
        if (zone.toLowerCase(Locale.ROOT).equals("local")) {
            faults.invalid(
                    at,
                    zone,
                    "timeZone must be an explicit time zone as defined in"
                            + " https://www.iana.org/time-zones");
            return;
        }
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            faults.invalid(at, zone, "unknown time zone " + zone);
        }
    }

    private static void checkTemplate(JsonNode spec, Faults faults) {
        String path = "spec.jobTemplate.spec";
        JobSpecRules.check(spec, path, faults);
        JsonNode selector = spec.get("selector");
        if (selector != null) {
            faults.invalid(path + ".selector", selector, "`selector` will be auto-generated");
        }
        if (spec.path("manualSelector").asBoolean(false)) {
            faults.notSupported(path + ".manualSelector", "true", List.of("nil", "false"));
        }
    }

    @Override
    public void warn(Transition transition, Consumer<String> warnings) {
        String name = Metadata.of(transition.next()).name();
        List<String> faults = NameRule.DNS_LABEL.faults(name);
        if (transition.isCreation() && !faults.isEmpty()) {
            warnings.accept(
                    "metadata.name: this is used in Pod names and hostnames, which can result in"
                            + " surprising behavior; a DNS label is recommended: ["
                            + String.join(" ", faults)
                            + "]");
        }
        String schedule = Json.text(transition.next(), "spec", "schedule");
        if (schedule != null && schedule.contains("TZ")) {
            warnings.accept(
                    "spec.schedule: cannot use TZ or CRON_TZ in schedule, use timeZone field"
                            + " instead");
        }
    }
}
