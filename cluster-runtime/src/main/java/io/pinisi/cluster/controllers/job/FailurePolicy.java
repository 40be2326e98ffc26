package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a job makes of the failure of one of its pods. */
record FailurePolicy(JobView job) {

    /** How a failure is taken. */
    sealed interface Verdict {
        /** It counts toward the limit; also where no rule matches. */
        record Count() implements Verdict {}

        /** As if it had not happened: the pod is replaced. */
        record Ignore() implements Verdict {}

        /** The index is lost; the others go on. */
        record FailIndex() implements Verdict {}

        /** The job is lost. */
        record FailJob(String message) implements Verdict {}
    }

    private static final Verdict COUNT = new Verdict.Count();

    /** The first rule that matches decides. */
    Verdict judge(JobPod pod) {
        JsonNode rules = job.spec().path("podFailurePolicy").path("rules");
        for (int i = 0; i < rules.size(); i++) {
            Optional<String> match = match(rules.get(i), pod);
            if (match.isPresent()) {
                String action = rules.get(i).path("action").asString("");
                return verdict(action, match.get() + action + " rule at index " + i);
            }
        }
        return COUNT;
    }

    private static Verdict verdict(String action, String message) {
        return switch (action) {
            case "Ignore" -> new Verdict.Ignore();
            case "FailIndex" -> new Verdict.FailIndex();
            case "FailJob" -> new Verdict.FailJob(message);
            default -> COUNT;
        };
    }

    /** The beginning of the sentence about a match. */
    private static Optional<String> match(JsonNode rule, JobPod pod) {
        JsonNode codes = Json.at(rule, "onExitCodes");
        return codes == null ? condition(rule.path("onPodConditions"), pod) : exitCode(codes, pod);
    }

    private static Optional<String> exitCode(JsonNode codes, JobPod pod) {
        String wanted = codes.path("containerName").asString("");
        return pod.containers()
                .filter(c -> wanted.isEmpty() || wanted.equals(c.path("name").asString("")))
                .filter(container -> matches(codes, container))
                .findFirst()
                .map(
                        container ->
                                "Container "
                                        + container.path("name").asString("")
                                        + " for pod "
                                        + name(pod)
                                        + " failed with exit code "
                                        + code(container)
                                        + " matching ");
    }

    /** An exit with 0 is no failure and matches nothing. */
    private static boolean matches(JsonNode codes, JsonNode container) {
        int code = code(container);
        if (code == 0) {
            return false;
        }
        boolean listed = codes.path("values").valueStream().anyMatch(v -> v.asInt(0) == code);
        return listed == codes.path("operator").asString("").equals("In");
    }

    private static int code(JsonNode container) {
        return container.path("state").path("terminated").path("exitCode").asInt(0);
    }

    private static Optional<String> condition(JsonNode patterns, JobPod pod) {
        for (JsonNode pattern : patterns) {
            String type = pattern.path("type").asString("");
            String status = pattern.path("status").asString("");
            if (status.equals(Conditions.status(pod.view().status(), type))) {
                return Optional.of("Pod " + name(pod) + " has condition " + type + " matching ");
            }
        }
        return Optional.empty();
    }

    private static String name(JobPod pod) {
        Metadata metadata = pod.view().metadata();
        return metadata.namespace() + "/" + metadata.name();
    }
}
