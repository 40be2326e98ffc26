package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Rules of both kinds of webhook configurations. */
final class WebhookStrategy implements ResourceStrategy {
    private static final List<String> POLICIES = List.of("Fail", "Ignore");
    private static final List<String> MATCHES = List.of("Equivalent", "Exact");
    private static final List<String> EFFECTS = List.of("None", "NoneOnDryRun");
    private static final List<String> REINVOCATIONS = List.of("IfNeeded", "Never");
    private static final List<String> VERSIONS = List.of("v1", "v1beta1");
    private static final int LONGEST_WAIT = 30;

    private final boolean mutating;

    WebhookStrategy(boolean mutating) {
        this.mutating = mutating;
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode webhooks = transition.next().path("webhooks");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < webhooks.size(); i++) {
            String path = "webhooks[" + i + "]";
            JsonNode webhook = webhooks.get(i);
            checkName(webhook.path("name").asString(""), path + ".name", names, faults);
            MatchRules.checkRules(webhook.path("rules"), path + ".rules", faults);
            MatchRules.checkSelectors(webhook, path, faults);
            MatchRules.checkConditions(
                    webhook.path("matchConditions"), path + ".matchConditions", faults);
            CompiledRules.checkWebhook(
                    webhook.path("matchConditions"), path + ".matchConditions", faults);
            checkBehaviour(webhook, path, faults);
            checkReviews(webhook.path("admissionReviewVersions"), path, faults);
            ClientRules.check(webhook.path("clientConfig"), path + ".clientConfig", faults);
        }
    }

    private static void checkName(String name, String path, Set<String> names, Faults faults) {
        if (name.isEmpty()) {
            faults.required(path, "");
            return;
        }
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, name, path, faults);
        if (name.split("\\.", -1).length < 3) {
            faults.invalid(
                    path,
                    name,
                    "should be a domain with at least three segments separated by dots");
        }
        if (!names.add(name)) {
            faults.duplicate(path, name);
        }
    }

    private void checkBehaviour(JsonNode webhook, String path, Faults faults) {
        choice(webhook, "failurePolicy", POLICIES, path, faults);
        choice(webhook, "matchPolicy", MATCHES, path, faults);
        if (!webhook.has("sideEffects")) {
            faults.required(
                    path + ".sideEffects", "must specify one of " + String.join(", ", EFFECTS));
        }
        choice(webhook, "sideEffects", EFFECTS, path, faults);
        if (mutating) {
            choice(webhook, "reinvocationPolicy", REINVOCATIONS, path, faults);
        }
        JsonNode seconds = webhook.path("timeoutSeconds");
        if (!seconds.isMissingNode() && (seconds.asInt(0) < 1 || seconds.asInt(0) > LONGEST_WAIT)) {
            faults.invalid(
                    path + ".timeoutSeconds",
                    seconds,
                    "the timeout value must be between 1 and 30 seconds");
        }
    }

    private static void choice(
            JsonNode node, String field, List<String> allowed, String path, Faults faults) {
        String value = node.path(field).asString("");
        if (node.has(field)) {
            FieldRules.checkChoice(value, allowed, path + "." + field, faults);
        }
    }

    private static void checkReviews(JsonNode versions, String path, Faults faults) {
        String at = path + ".admissionReviewVersions";
        if (versions.isEmpty()) {
            faults.required(at, "must specify one of " + String.join(", ", VERSIONS));
            return;
        }
        boolean understood =
                versions.valueStream().anyMatch(v -> VERSIONS.contains(v.asString("")));
        if (!understood) {
            faults.invalid(
                    at, versions, "must include at least one of " + String.join(", ", VERSIONS));
        }
    }
}
