package io.pinisi.cluster.registry.apiregistration;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Conditions;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is served by this server itself is available from the start. */
final class ApiServiceStrategy implements ResourceStrategy {
    private static final int HIGHEST_GROUP = 20_000;
    private static final int HIGHEST_VERSION = 1000;

    @Override
    public void prepare(Transition transition) {
        ObjectNode next = transition.next();
        if (transition.isCreation()) {
            next.putObject("status");
        }
        if (!next.path("spec").has("service")) {
            Conditions.set(
                    next,
                    "Available",
                    "True",
                    "Local",
                    "Local APIServices are always available",
                    transition.now());
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        String group = spec.path("group").asString("");
        String version = spec.path("version").asString("");
        String name = version + "." + group;
        if (transition.isCreation() && !Metadata.of(next).name().equals(name)) {
            faults.invalid(
                    "metadata.name",
                    Metadata.of(next).name(),
                    "must be `spec.version+\".\"+spec.group`: \"" + name + "\"");
        }
        if (group.isEmpty() && !version.equals("v1")) {
            faults.required(
                    "spec.group", "only v1 may have an empty group and it better be legacy kube");
        }
        if (!group.isEmpty()) {
            FieldRules.checkName(NameRule.DNS_SUBDOMAIN, group, "spec.group", faults);
        }
        FieldRules.checkName(NameRule.DNS_1035_LABEL, version, "spec.version", faults);
        checkPriority(spec, "groupPriorityMinimum", HIGHEST_GROUP, faults);
        checkPriority(spec, "versionPriority", HIGHEST_VERSION, faults);
        checkService(spec, faults);
    }

    private static void checkPriority(JsonNode spec, String field, int highest, Faults faults) {
        int value = spec.path(field).asInt(0);
        if (value <= 0 || value > highest) {
            faults.invalid(
                    "spec." + field,
                    Integer.toString(value),
                    "must be positive and less than " + highest);
        }
    }

    private static void checkService(JsonNode spec, Faults faults) {
        boolean bundle = spec.has("caBundle");
        boolean careless = spec.path("insecureSkipTLSVerify").asBoolean(false);
        if (!spec.has("service")) {
            if (bundle) {
                faults.invalid("spec.caBundle", "", "local APIServices may not have a caBundle");
            }
            if (careless) {
                faults.invalid(
                        "spec.insecureSkipTLSVerify",
                        spec.path("insecureSkipTLSVerify"),
                        "local APIServices may not have insecureSkipTLSVerify");
            }
            return;
        }
        FieldRules.isFilled(spec.path("service"), "namespace", "spec.service", faults);
        FieldRules.isFilled(spec.path("service"), "name", "spec.service", faults);
        if (careless && bundle) {
            faults.invalid(
                    "spec.insecureSkipTLSVerify",
                    spec.path("insecureSkipTLSVerify"),
                    "may not be true if caBundle is present");
        }
    }
}
