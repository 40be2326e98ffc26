package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.core.pod.PodSpecRules;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The rules of a job's spec, in a job or in the template of one. */
final class JobSpecRules {
    private static final int MOST_PARALLEL = 100_000;
    private static final int MOST_FAILED = 100_000;
    private static final int MANY_COMPLETIONS = 100_000;
    private static final int MOST_PARALLEL_OF_MANY = 10_000;
    private static final int MOST_FAILED_OF_MANY = 10_000;
    private static final int LONGEST_MANAGER = 63;

    private final JsonNode spec;
    private final String path;
    private final Faults faults;

    private JobSpecRules(JsonNode spec, String path, Faults faults) {
        this.spec = spec;
        this.path = path;
        this.faults = faults;
    }

    /** Checks the spec that is found at {@code path}. */
    static void check(JsonNode spec, String path, Faults faults) {
        JobSpecRules rules = new JobSpecRules(spec, path, faults);
        rules.checkNumbers();
        rules.checkManager();
        rules.checkCompletionMode();
        FailurePolicyRules.check(spec, path + ".podFailurePolicy", faults);
        rules.checkSuccessPolicy();
        rules.checkReplacement();
        PodSpecRules.checkTemplate(spec.path("template"), path + ".template", faults);
        rules.checkRestart();
    }

    static boolean isIndexed(JsonNode spec) {
        return spec.path("completionMode").asString("").equals("Indexed");
    }

    private void checkNumbers() {
        FieldRules.notNegative(
                spec,
                path,
                faults,
                "parallelism",
                "completions",
                "activeDeadlineSeconds",
                "backoffLimit",
                "ttlSecondsAfterFinished",
                "backoffLimitPerIndex",
                "maxFailedIndexes");
        if (spec.has("maxFailedIndexes") && !spec.has("backoffLimitPerIndex")) {
            faults.required(path + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }
    }

    private void checkManager() {
        String manager = spec.path("managedBy").asString("");
        if (!spec.has("managedBy")) {
            return;
        }
        int slash = manager.indexOf('/');
        String at = path + ".managedBy";
        if (manager.isEmpty()) {
            faults.required(at, "");
        } else if (slash <= 0 || slash == manager.length() - 1) {
            faults.invalid(at, manager, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        } else {
            NameRule.DNS_SUBDOMAIN
                    .faults(manager.substring(0, slash))
                    .forEach(fault -> faults.invalid(at, manager.substring(0, slash), fault));
        }
        if (manager.length() > LONGEST_MANAGER) {
            faults.tooLong(at, "may not be more than " + LONGEST_MANAGER + " bytes");
        }
    }

    private void checkCompletionMode() {
        String mode = spec.path("completionMode").asString("NonIndexed");
        switch (mode) {
            case "Indexed" -> checkIndexed();
            case "NonIndexed" -> checkNotIndexed();
            default ->
                    faults.notSupported(
                            path + ".completionMode", mode, List.of("Indexed", "NonIndexed"));
        }
    }

    private void checkNotIndexed() {
        for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
            if (spec.has(field)) {
                invalid(field, "requires indexed completion mode");
            }
        }
    }

    private void checkIndexed() {
        boolean counted = spec.has("completions");
        long completions = spec.path("completions").asLong(0);
        long failed = spec.path("maxFailedIndexes").asLong(0);
        if (!counted) {
            faults.required(path + ".completions", "when completion mode is Indexed");
        }
        if (parallelism() > MOST_PARALLEL) {
            invalid(
                    "parallelism",
                    "must be less than or equal to "
                            + MOST_PARALLEL
                            + " when completion mode is Indexed");
        }
        if (counted && failed > completions) {
            invalid("maxFailedIndexes", "must be less than or equal to completions");
        }
        if (failed > MOST_FAILED) {
            invalid("maxFailedIndexes", "must be less than or equal to " + MOST_FAILED);
        }
        if (completions > MANY_COMPLETIONS && spec.has("backoffLimitPerIndex")) {
            checkMany(failed);
        }
    }

    private void checkMany(long failed) {
        String circumstance =
                " when completions are above "
                        + MANY_COMPLETIONS
                        + " and used with backoff limit per index";
        if (!spec.has("maxFailedIndexes")) {
            faults.required(
                    path + ".maxFailedIndexes",
                    "must be specified when completions is above " + MANY_COMPLETIONS);
        }
        if (parallelism() > MOST_PARALLEL_OF_MANY) {
            String limit = "must be less than or equal to " + MOST_PARALLEL_OF_MANY;
            invalid("parallelism", limit + circumstance);
        }
        if (failed > MOST_FAILED_OF_MANY) {
            String limit = "must be less than or equal to " + MOST_FAILED_OF_MANY;
            invalid("maxFailedIndexes", limit + circumstance);
        }
    }

    private long parallelism() {
        return spec.path("parallelism").asLong(0);
    }

    private void checkSuccessPolicy() {
        JsonNode policy = spec.get("successPolicy");
        if (policy == null) {
            return;
        }
        if (isIndexed(spec)) {
            SuccessPolicyRules.check(spec, path + ".successPolicy", faults);
        } else {
            invalid("successPolicy", "requires indexed completion mode");
        }
    }

    private void checkReplacement() {
        String policy = spec.path("podReplacementPolicy").asString("Failed");
        List<String> allowed =
                spec.has("podFailurePolicy")
                        ? List.of("Failed")
                        : List.of("Failed", "TerminatingOrFailed");
        if (!allowed.contains(policy)) {
            faults.notSupported(path + ".podReplacementPolicy", policy, allowed);
        }
    }

    private void checkRestart() {
        String at = path + ".template.spec.restartPolicy";
        String restart = spec.path("template").path("spec").path("restartPolicy").asString("");
        switch (restart) {
            case "", "Always" -> faults.required(at, "valid values: \"OnFailure\", \"Never\"");
            case "Never" -> {}
            case "OnFailure" -> {
                if (spec.has("podFailurePolicy")) {
                    faults.invalid(
                            at,
                            restart,
                            "only \"Never\" is supported when podFailurePolicy is specified");
                }
            }
            default -> faults.notSupported(at, restart, List.of("OnFailure", "Never"));
        }
    }

    private void invalid(String field, String detail) {
        faults.invalid(path + "." + field, spec.path(field), detail);
    }
}
