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
        if (!spec.path("syncMode").asString("").equals("Pull")) {
            credentials(spec.path("secretRef"), faults);
        }
        for (String field : List.of("impersonatorSecretRef", "proxyURL", "proxyHeader")) {
            faults.unbuilt(spec, "spec", field, value -> !value.asString("x").isEmpty());
        }
        new ResourceModelRules(faults).check(spec.path("resourceModels"));
        return faults.all();
    }

    /** A member whose agent dials in needs none here. */
    private static void credentials(JsonNode secret, FaultList faults) {
        if (secret.isMissingNode() || secret.isNull()) {
            faults.add(FieldError.required("spec.secretRef", "names the member's credentials"));
        } else if (!secret.path("namespace").asString("").equals(SYSTEM_NAMESPACE)) {
            faults.invalid(
                    "spec.secretRef.namespace",
                    secret.path("namespace"),
                    "must be \"" + SYSTEM_NAMESPACE + "\"");
        }
    }

    public static boolean isName(String name) {
        return name.length() <= NAME_MAX && NAME.matcher(name).matches();
    }
}
