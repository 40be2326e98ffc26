package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** A kind that nobody knows, taught by scripts, from its replicas to its status. */
final class CustomizationIT {
    private static final GroupVersionResource DEFINITIONS =
            GroupVersionResource.of("apiextensions.k8s.io/v1", "customresourcedefinitions");
    private static final GroupVersionResource BOATS =
            GroupVersionResource.of("sea.example.org/v1", "boats");

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    private static void define(ApiClient cluster) {
        cluster.create(
                ResourcePath.all(DEFINITIONS),
                yaml(
                        """
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: boats.sea.example.org}
                        spec:
                          group: sea.example.org
                          scope: Namespaced
                          names: {plural: boats, singular: boat, kind: Boat, listKind: BoatList}
                          versions:
                          - name: v1
                            served: true
                            storage: true
                            subresources: {status: {}}
                            schema:
                              openAPIV3Schema:
                                type: object
                                x-kubernetes-preserve-unknown-fields: true
                        """),
                WriteOptions.PLAIN);
        Await.until(
                "boats are served",
                Duration.ofMinutes(1),
                () -> cluster.find(ResourcePath.all(BOATS)).isPresent(),
                () -> "not yet");
    }

    private static void customize(String name, String customizations) {
        scene.hub()
                .create(
                        ResourcePath.all(FederationKinds.CUSTOMIZATIONS),
                        yaml(
                                """
                                apiVersion: config.karmada.io/v1alpha1
                                kind: ResourceInterpreterCustomization
                                metadata: {name: %s}
                                spec:
                                  target: {apiVersion: sea.example.org/v1, kind: Boat}
                                  customizations:
                                """
                                                .formatted(name)
                                        + customizations.indent(4)),
                        WriteOptions.PLAIN);
    }

    @Test
    void scriptsTellReplicasHealthStatusAndNeeds() {
        define(scene.hub());
        for (String member : List.of("bali", "flores")) {
            define(scene.in(member));
        }
        customize(
                "boats",
                """
                replicaResource:
                  luaScript: |
                    function GetReplicas(obj)
                      return obj.spec.crew, {resourceRequest = {cpu = "10m"}}
                    end
                replicaRevision:
                  luaScript: |
                    function ReviseReplica(obj, replicas)
                      obj.spec.crew = replicas
                      return obj
                    end
                statusReflection:
                  luaScript: |
                    function ReflectStatus(obj)
                      if obj.status == nil then return nil end
                      return {aboard = obj.status.aboard}
                    end
                statusAggregation:
                  luaScript: |
                    function AggregateStatus(obj, items)
                      local sum = 0
                      for _, item in ipairs(items) do
                        if item.status ~= nil then sum = sum + (item.status.aboard or 0) end
                      end
                      obj.status = {aboard = sum}
                      return obj
                    end
                healthInterpretation:
                  luaScript: |
                    function InterpretHealth(obj)
                      return obj.status ~= nil and obj.status.aboard == obj.spec.crew
                    end
                dependencyInterpretation:
                  luaScript: |
                    function GetDependencies(obj)
                      return {{apiVersion = "v1", kind = "ConfigMap", namespace = obj.metadata.namespace, name = obj.spec.chart}}
                    end
                """);
        String namespace = scene.namespace("harbour");
        scene.policy(
                namespace,
                """
                propagateDeps: true
                placement:
                  replicaScheduling:
                    replicaSchedulingType: Divided
                    replicaDivisionPreference: Weighted
                    weightPreference:
                      staticWeightList:
                      - {targetCluster: {clusterNames: [bali]}, weight: 2}
                      - {targetCluster: {clusterNames: [flores]}, weight: 1}
                """,
                "{apiVersion: sea.example.org/v1, kind: Boat}");
        ResourcePath chart = scene.create(configMap(namespace, "reefs", "colour: blue"));
        for (String member : List.of("bali", "flores")) {
            // else the first of them had the whole crew, until the other's were well
            scene.awaitHub(
                    member + " is known to serve boats",
                    Scenario.cluster(member),
                    object ->
                            object.at("/status/apiEnablements")
                                    .toString()
                                    .contains("sea.example.org"));
        }
        ObjectNode boat =
                yaml(
                        "{apiVersion: sea.example.org/v1, kind: Boat, metadata: {name: pinisi},"
                                + " spec: {crew: 6, chart: reefs}}");
        ResourcePath path = ResourcePath.all(BOATS).in(namespace).named("pinisi");
        scene.hub().create(ResourcePath.all(BOATS).in(namespace), boat, WriteOptions.PLAIN);
        scene.awaitIn("bali", path, object -> object.at("/spec/crew").asInt() == 4);
        scene.awaitIn("flores", path, object -> object.at("/spec/crew").asInt() == 2);
        scene.awaitIn("flores", chart, object -> true);
        merge(scene.in("bali"), path.sub("status"), "status: {aboard: 4, rum: 9}");
        merge(scene.in("flores"), path.sub("status"), "status: {aboard: 1}");
        scene.awaitHub(
                "the crews are summed up",
                path,
                object -> object.at("/status/aboard").asInt() == 5);
        scene.awaitHub(
                "health is as the script has it",
                bindingPath(namespace, "pinisi-boat"),
                object ->
                        object.at("/status/aggregatedStatus/0/health")
                                        .asString("")
                                        .equals("Healthy")
                                && object.at("/status/aggregatedStatus/1/health")
                                        .asString("")
                                        .equals("Unhealthy")
                                && !object.at("/status/aggregatedStatus/0/status").has("rum"));
    }

    @Test
    void aScriptWithAFaultIsRefusedByItsLine() {
        String refusal =
                String.valueOf(
                        assertThrows(
                                        ApiException.class,
                                        () ->
                                                customize(
                                                        "broken",
                                                        """
                                                        healthInterpretation:
                                                          luaScript: |
                                                            function InterpretHealth(obj)
                                                              return obj.
                                                            end
                                                        """))
                                .getMessage());
        assertTrue(refusal.contains("healthInterpretation:3"), refusal);
        String endless =
                String.valueOf(
                        assertThrows(
                                        ApiException.class,
                                        () ->
                                                customize(
                                                        "endless",
                                                        """
                                                        healthInterpretation:
                                                          luaScript: "while true do end"
                                                        """))
                                .getMessage());
        assertTrue(endless.contains("takes"), endless);
    }
}
