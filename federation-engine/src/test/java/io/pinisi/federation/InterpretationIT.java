package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.federation.testing.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** What is special about some kinds on their way into members and back. */
final class InterpretationIT {
    private static final String THIRDS =
            """
            placement:
              replicaScheduling:
                replicaSchedulingType: Divided
                replicaDivisionPreference: Weighted
                weightPreference:
                  staticWeightList:
                  - {targetCluster: {clusterNames: [bali]}, weight: 2}
                  - {targetCluster: {clusterNames: [flores]}, weight: 1}
            """;

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void theClustersShareTheCompletionsOfAJob() {
        String namespace = scene.namespace("job");
        scene.policy(namespace, THIRDS, "{apiVersion: batch/v1, kind: Job}");
        ResourcePath job =
                scene.create(
                        yaml(
                                """
                                apiVersion: batch/v1
                                kind: Job
                                metadata: {namespace: %s, name: sum}
                                spec:
                                  parallelism: 3
                                  completions: 9
                                  template:
                                    spec:
                                      restartPolicy: Never
                                      containers: [{name: sum, image: 'demo:1'}]
                                """
                                        .formatted(namespace)));
        scene.awaitIn("bali", job, object -> is(object, 2, 6));
        scene.awaitIn("flores", job, object -> is(object, 1, 3));
    }

    private static boolean is(ObjectNode job, int parallelism, int completions) {
        return job.path("spec").path("parallelism").asInt() == parallelism
                && job.path("spec").path("completions").asInt() == completions;
    }

    @Test
    void replicasThatAMemberSetsItselfAreLeftToIt() {
        String namespace = scene.namespace("scaled");
        scene.policy(namespace, THIRDS);
        ResourcePath web = scene.create(deployment(namespace, "web", 6));
        scene.awaitIn("bali", web, object -> object.path("spec").path("replicas").asInt() == 4);
        merge(
                scene.hub(),
                web,
                "metadata: {labels: {resourcetemplate.karmada.io/retain-replicas: 'true'}}");
        scene.awaitIn(
                "bali",
                web,
                object ->
                        object.path("metadata")
                                .path("labels")
                                .has("resourcetemplate.karmada.io/retain-replicas"));
        assertEquals(
                4,
                scene.in("bali").get(web).path("spec").path("replicas").asInt(),
                "handed over as they were");
        merge(scene.in("bali"), web.sub("scale"), "spec: {replicas: 7}");
        merge(scene.hub(), web, "metadata: {annotations: {note: changed}}");
        scene.awaitIn(
                "bali",
                web,
                object ->
                        object.path("metadata").path("annotations").has("note")
                                && object.path("spec").path("replicas").asInt() == 7);
        scene.awaitRolledOut(web, 9);
    }
}
