package io.pinisi.cluster.admission.podsecurity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Which checks make up a level. */
final class Standards {
    /** One rule of a standard. */
    private interface Check extends Function<PodParts, Optional<Violation>> {}

    private static final List<Check> BOTH =
            List.of(
                    Baseline::appArmor,
                    Baseline::hostNamespaces,
                    Baseline::hostPaths,
                    Baseline::hostPorts,
                    Baseline::privileged,
                    Baseline::procMount,
                    Baseline::seLinux,
                    Baseline::sysctls,
                    Baseline::windowsHostProcess);
    private static final List<Check> BASELINE = List.of(Baseline::capabilities, Baseline::seccomp);
    private static final List<Check> RESTRICTED =
            List.of(
                    Restricted::escalation,
                    Restricted::capabilities,
                    Restricted::volumes,
                    Restricted::nonRoot,
                    Restricted::user,
                    Restricted::seccomp);

    private Standards() {}

    /** What a pod does that the level does not allow, in one line; empty for nothing. */
    static String violations(Level level, JsonNode metadata, JsonNode spec) {
        List<Check> checks = new ArrayList<>();
        switch (level) {
            case PRIVILEGED -> {
                return "";
            }
            case BASELINE -> {
                checks.addAll(BASELINE);
                checks.addAll(BOTH);
            }
            case RESTRICTED -> {
                checks.addAll(BOTH);
                checks.addAll(RESTRICTED);
            }
        }
        PodParts pod = new PodParts(metadata, spec);
        return checks.stream()
                .map(check -> check.apply(pod))
                .flatMap(Optional::stream)
                .map(Violation::toString)
                .collect(Collectors.joining(", "));
    }
}
