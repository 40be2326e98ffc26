package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the schema of a Cluster cannot say. */
public final class ClusterValidation {
    /** The engine's own namespace on the hub; credentials of members stand nowhere else. */
    public static final String SYSTEM_NAMESPACE = "pinisi-system";

    /** Cluster names become parts of labels and finalizers. */
    public static final int NAME_MAX = 48;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    private ClusterValidation() {}

    public static List<FieldError> validate(JsonNode cluster) {
        FaultList faults = new FaultList();
        JsonNode name = cluster.path("metadata").path("name");
        if (!isName(name.asString(""))) {
            faults.invalid(
                    "metadata.name",
                    name,
                    "lower case letters, digits and '-', at most " + NAME_MAX + " characters");
        }
        JsonNode spec = cluster.path("spec");
        JsonNode impersonator = spec.path("impersonatorSecretRef");
        if (spec.path("syncMode").asString("").equals("Pull")) {
            unusedWhenPulled(spec, faults);
        } else {
            credentials(spec.path("secretRef"), "spec.secretRef", faults);
            if (!isUnset(impersonator)) {
                credentials(impersonator, "spec.impersonatorSecretRef", faults);
            }
            ProxyRules.faults(spec).forEach(faults::add);
        }
        new ResourceModelRules(faults).check(spec.path("resourceModels"));
        return faults.all();
    }

    /** The agent has its own credentials and its own way to the member. */
    private static void unusedWhenPulled(JsonNode spec, FaultList faults) {
        for (String field : List.of("impersonatorSecretRef", "proxyURL", "proxyHeader")) {
            JsonNode value = spec.path(field);
            if (!isUnset(value) && !value.asString("x").isEmpty()) {
                faults.add(
                        FieldError.forbidden(
                                "spec." + field, "the hub does not dial a cluster that is pulled"));
            }
        }
    }

    private static boolean isUnset(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isObject() && value.isEmpty());
    }

    private static void credentials(JsonNode secret, String field, FaultList faults) {
        if (secret.isMissingNode() || secret.isNull()) {
            faults.add(FieldError.required(field, "names the member's credentials"));
        } else if (!secret.path("namespace").asString("").equals(SYSTEM_NAMESPACE)) {
            faults.invalid(
                    field + ".namespace",
                    secret.path("namespace"),
                    "must be \"" + SYSTEM_NAMESPACE + "\"");
        }
    }

    public static boolean isName(String name) {
        return name.length() <= NAME_MAX && NAME.matcher(name).matches();
    }
}
