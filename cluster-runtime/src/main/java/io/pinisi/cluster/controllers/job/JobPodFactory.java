package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controllers.PodFactory;
import io.pinisi.cluster.controllers.job.FailurePolicy.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a job's pods; those of an indexed job know their index. */
record JobPodFactory(JobView job, ObjectNode reference) {
    private static final String ENVIRONMENT = "JOB_COMPLETION_INDEX";

    ObjectNode pod() {
        ObjectNode pod = PodFactory.fromTemplate(job.tree(), job.template(), reference);
        pod.withObject("metadata").withArray("finalizers").add(JobPod.FINALIZER);
        return pod;
    }

    ObjectNode pod(int index, Indexes indexes) {
        ObjectNode pod = pod();
        String text = Integer.toString(index);
        String name = job.metadata().name();
        ObjectNode metadata = pod.withObject("metadata");
        metadata.put("generateName", name + "-" + text + "-");
        metadata.withObject("annotations").put(JobPod.INDEX, text);
        metadata.withObject("labels").put(JobPod.INDEX, text);
        if (job.backoffLimitPerIndex().isPresent()) {
            carryFailures(metadata.withObject("annotations"), indexes.lastFailed().get(index));
        }
        ObjectNode spec = pod.withObject("spec");
        if (spec.path("hostname").asString("").isEmpty()) {
            spec.put("hostname", name + "-" + text);
        }
        for (String list : List.of("initContainers", "containers")) {
            spec.path(list).forEach(JobPodFactory::addIndex);
        }
        return pod;
    }

    private void carryFailures(ObjectNode annotations, @Nullable JobPod last) {
        int failures = last == null ? 0 : last.failuresBefore();
        int ignored = last == null ? 0 : last.ignoredBefore();
        if (last != null) {
            boolean counts = !(new FailurePolicy(job).judge(last) instanceof Verdict.Ignore);
            failures += counts ? 1 : 0;
            ignored += counts ? 0 : 1;
        }
        annotations.put(JobPod.FAILURES, Integer.toString(failures));
        if (ignored > 0) {
            annotations.put(JobPod.IGNORED, Integer.toString(ignored));
        }
    }

    private static void addIndex(JsonNode container) {
        if (!(container instanceof ObjectNode object)) {
            return;
        }
        ArrayNode variables = object.withArray("env");
        for (JsonNode variable : variables) {
            if (variable.path("name").asString("").equals(ENVIRONMENT)) {
                return;
            }
        }
        variables
                .addObject()
                .put("name", ENVIRONMENT)
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.labels['" + JobPod.INDEX + "']");
    }
}
