package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Probes and life cycle hooks. */
final class ProbeRules {
    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> PROBE_HANDLERS =
            List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final List<String> HOOK_HANDLERS =
            List.of("exec", "httpGet", "tcpSocket", "sleep");
    private static final List<String> NUMBERS =
            List.of(
                    "initialDelaySeconds",
                    "timeoutSeconds",
                    "periodSeconds",
                    "successThreshold",
                    "failureThreshold");

    private ProbeRules() {}

    static void check(JsonNode container, String path, Faults faults) {
        for (String kind : PROBES) {
            if (container.has(kind)) {
                checkProbe(container.path(kind), kind, path + "." + kind, faults);
            }
        }
        for (String hook : List.of("postStart", "preStop")) {
            JsonNode handler = container.path("lifecycle").path(hook);
            if (handler.isObject()) {
                checkHandler(handler, HOOK_HANDLERS, path + ".lifecycle." + hook, faults);
            }
        }
    }

    private static void checkProbe(JsonNode probe, String kind, String path, Faults faults) {
        checkHandler(probe, PROBE_HANDLERS, path, faults);
        for (String number : NUMBERS) {
            if (probe.path(number).asLong(0) < 0) {
                faults.invalid(
                        path + "." + number,
                        probe.path(number),
                        "must be greater than or equal to 0");
            }
        }
        JsonNode grace = probe.path("terminationGracePeriodSeconds");
        if (kind.equals("readinessProbe")) {
            if (!grace.isMissingNode()) {
                faults.invalid(
                        path + ".terminationGracePeriodSeconds",
                        grace,
                        "must not be set for readinessProbes");
            }
            return;
        }
        if (!grace.isMissingNode() && grace.asLong(0) <= 0) {
            faults.invalid(
                    path + ".terminationGracePeriodSeconds", grace, "must be greater than 0");
        }
        if (probe.path("successThreshold").asInt(1) != 1) {
            faults.invalid(path + ".successThreshold", probe.path("successThreshold"), "must be 1");
        }
    }

    private static void checkHandler(
            JsonNode handler, List<String> kinds, String path, Faults faults) {
        int found = 0;
        for (String kind : kinds) {
            if (!handler.has(kind)) {
                continue;
            }
            if (++found > 1) {
                faults.forbidden(path + "." + kind, "may not specify more than 1 handler type");
            } else {
                checkAction(kind, handler.path(kind), path + "." + kind, faults);
            }
        }
        if (found == 0) {
            faults.required(path, "must specify a handler type");
        }
    }

    private static void checkAction(String kind, JsonNode action, String path, Faults faults) {
        switch (kind) {
            case "exec" -> {
                if (action.path("command").isEmpty()) {
                    faults.required(path + ".command", "");
                }
            }
            case "httpGet" -> {
                if (action.path("path").asString("").isEmpty()) {
                    faults.required(path + ".path", "");
                }
                PortRules.checkNumberOrName(action.path("port"), path + ".port", faults);
                PodSpecRules.checkChoice(action, "scheme", List.of("HTTP", "HTTPS"), path, faults);
            }
            case "tcpSocket" ->
                    PortRules.checkNumberOrName(action.path("port"), path + ".port", faults);
            case "grpc" -> PortRules.checkNumber(action.path("port"), path + ".port", faults);
            default -> {
                // sleep has a number that the schema checks
            }
        }
    }
}
