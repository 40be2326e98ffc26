package io.pinisi.cluster.registry.storage;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class CsiDriverStrategy implements ResourceStrategy {
    private static final int LONGEST_NAME = 63;
    private static final long LEAST_SECONDS = 600;
    private static final List<String> GROUP_POLICIES =
            List.of("ReadWriteOnceWithFSType", "File", "None");
    private static final List<String> MODES = List.of("Ephemeral", "Persistent");

    /** The name of a driver, wherever it stands. */
    static void checkName(String name, String path, Faults faults) {
        if (name.isEmpty()) {
            faults.required(path, "");
        }
        if (name.length() > LONGEST_NAME) {
            faults.tooLong(path, "may not be more than " + LONGEST_NAME + " bytes");
        }
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, name.toLowerCase(Locale.ROOT), path, faults);
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        ObjectNode old = transition.old();
        JsonNode spec = next.path("spec");
        if (old == null) {
            checkName(next.path("metadata").path("name").asString(""), "metadata.name", faults);
        }
        String policy = spec.path("fsGroupPolicy").asString("");
        if (!policy.isEmpty()) {
            FieldRules.checkChoice(policy, GROUP_POLICIES, "spec.fsGroupPolicy", faults);
        }
        JsonNode modes = spec.path("volumeLifecycleModes");
        for (JsonNode mode : modes) {
            FieldRules.checkChoice(mode.asString(""), MODES, "spec.volumeLifecycleModes", faults);
        }
        checkTokens(spec.path("tokenRequests"), faults);
        FieldRules.checkUnchanged(old, next, "spec.attachRequired", faults);
        FieldRules.checkUnchanged(old, next, "spec.volumeLifecycleModes", faults);
    }

    private static void checkTokens(JsonNode requests, Faults faults) {
        Set<String> audiences = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            String path = "spec.tokenRequests[" + i + "]";
            String audience = requests.get(i).path("audience").asString("");
            if (!audiences.add(audience)) {
                faults.duplicate(path + ".audience", audience);
            }
            JsonNode seconds = requests.get(i).path("expirationSeconds");
            if (seconds.asLong(LEAST_SECONDS) < LEAST_SECONDS) {
                faults.invalid(
                        path + ".expirationSeconds",
                        seconds,
                        "may not specify a duration less than 10 minutes");
            }
        }
    }
}
