package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.admissionregistration.ClientRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code spec.conversion}: how objects of one version become those of another. */
final class ConversionRules {
    private static final String PATH = "spec.conversion";
    private static final List<String> STRATEGIES = List.of("None", "Webhook");
    private static final List<String> REVIEWS = List.of("v1", "v1beta1");
    private static final int HTTPS = 443;

    private ConversionRules() {}

    static void complete(ObjectNode definition) {
        if (!(definition.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        ObjectNode conversion =
                spec.get("conversion") instanceof ObjectNode given
                        ? given
                        : spec.putObject("conversion");
        if (conversion.path("strategy").asString("").isEmpty()) {
            conversion.put("strategy", "None");
        }
        JsonNode client = conversion.path("webhook").path("clientConfig");
        if (client.get("service") instanceof ObjectNode service && !service.has("port")) {
            service.put("port", HTTPS);
        }
    }

    static void check(JsonNode spec, Faults faults) {
        JsonNode conversion = spec.path("conversion");
        String strategy = conversion.path("strategy").asString("None");
        JsonNode webhook = conversion.path("webhook");
        switch (strategy) {
            case "None" -> {
                if (webhook.isObject()) {
                    faults.forbidden(
                            PATH + ".webhook",
                            "should not be set when strategy is not set to Webhook");
                }
            }
            case "Webhook" -> {
                if (spec.path("preserveUnknownFields").asBoolean(false)) {
                    faults.invalid(
                            PATH + ".strategy",
                            strategy,
                            "must be None if spec.preserveUnknownFields is true");
                }
                checkWebhook(webhook, faults);
            }
            default -> faults.notSupported(PATH + ".strategy", strategy, STRATEGIES);
        }
    }

    private static void checkWebhook(JsonNode webhook, Faults faults) {
        String needed = "required when strategy is set to Webhook";
        if (!webhook.isObject()) {
            faults.required(PATH + ".webhook", needed);
            return;
        }
        if (webhook.path("clientConfig").isObject()) {
            ClientRules.check(webhook.path("clientConfig"), PATH + ".webhook.clientConfig", faults);
        } else {
            faults.required(PATH + ".webhook.clientConfig", needed);
        }
        checkReviews(webhook.path("conversionReviewVersions"), faults);
    }

    private static void checkReviews(JsonNode versions, Faults faults) {
        String path = PATH + ".webhook.conversionReviewVersions";
        if (versions.isEmpty()) {
            faults.required(path, "");
            return;
        }
        Set<String> names = new HashSet<>();
        boolean understood = false;
        for (int i = 0; i < versions.size(); i++) {
            String name = versions.get(i).asString("");
            String at = path + "[" + i + "]";
            if (!names.add(name)) {
                faults.invalid(at, name, "duplicate version");
            }
            NameRule.DNS_1035_LABEL.faults(name).forEach(f -> faults.invalid(at, name, f));
            understood |= REVIEWS.contains(name);
        }
        if (!understood) {
            faults.invalid(
                    path, versions, "must include at least one of " + String.join(", ", REVIEWS));
        }
    }
}
