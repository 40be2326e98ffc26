package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.CONFIG_MAPS;
import static io.pinisi.federation.testing.Scenario.DEPLOYMENTS;
import static io.pinisi.federation.testing.Scenario.SERVICES;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.deploy.DeployRequest;
import io.pinisi.federation.deploy.Deployment;
import io.pinisi.federation.deploy.Division;
import io.pinisi.federation.fleet.Application;
import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.fleet.BindingSummary;
import io.pinisi.federation.fleet.BindingSummary.Work;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** The deploy flow: checked as a whole, then followed to its end. */
final class DeployIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void aDeployRequestIsCheckedAsAWholeBeforeAnythingIsWritten() {
        String namespace = scene.namespace("deploy-bad");
        ObjectNode wrong = deployment(namespace, "web", 1);
        wrong.withObject("/spec").put("replicaz", 3);
        ObjectNode unknown = yaml("{apiVersion: x/v1, kind: Nothing, metadata: {name: n}}");
        DeployRequest request =
                new DeployRequest(
                        "demo",
                        namespace,
                        List.of(configMap(namespace, "fine", "colour: blue"), wrong, unknown),
                        List.of("bali", "nowhere"),
                        new Division.Duplicate());
        Deployment.Refused refused =
                assertInstanceOf(
                        Deployment.Refused.class,
                        scene.federation().deployer().deploy(scene.hub(), request));
        String all = refused.problems().toString();
        assertTrue(all.contains("replicaz"), all);
        assertTrue(all.contains("no matches for kind \"Nothing\""), all);
        assertTrue(all.contains("there is no cluster \"nowhere\""), all);
        assertTrue(
                scene.hub()
                        .find(ResourcePath.of(CONFIG_MAPS, ObjectKey.of(namespace, "fine")))
                        .isEmpty());
    }

    @Test
    void anApplicationIsDeployedSeenAndRemoved() {
        String namespace = scene.namespace("deploy");
        DeployRequest request =
                new DeployRequest(
                        "demo",
                        namespace,
                        List.of(
                                deployment(namespace, "web", 3),
                                yaml(
                                        """
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: web}
                                        spec: {selector: {app: web}, ports: [{port: 80}]}
                                        """)),
                        List.of("bali", "flores"),
                        new Division.Weights(Map.of("bali", 2, "flores", 1)));
        Deployment.Checked checked =
                assertInstanceOf(
                        Deployment.Checked.class,
                        scene.federation().deployer().check(scene.hub(), request));
        assertEquals(
                2,
                checked.preview()
                        .rows()
                        .getFirst()
                        .decision()
                        .target("bali")
                        .orElseThrow()
                        .replicas()
                        .orElseThrow());
        assertInstanceOf(
                Deployment.Applied.class,
                scene.federation().deployer().deploy(scene.hub(), request));
        FleetView view = scene.federation().fleet().as(scene.hub(), TestCluster.ADMIN);
        ApplicationKey key = new ApplicationKey(namespace, "demo");
        Await.until(
                "the application is healthy",
                SOON,
                () -> view.application(key).filter(DeployIT::isWell).isPresent(),
                () -> view.application(key));
        Application application = view.application(key).orElseThrow();
        assertEquals(List.of("demo:1"), application.images());
        Await.until(
                "its pods are seen", SOON, () -> view.pods(key).size() == 3, () -> view.pods(key));
        assertEquals(2, view.clusters().size());
        Await.until(
                "its works are told",
                SOON,
                () -> view.bindings(key).stream().anyMatch(DeployIT::isCarriedOut),
                () -> view.bindings(key));

        assertEquals(List.of(), scene.federation().deployer().remove(scene.hub(), application));
        ResourcePath web = ResourcePath.of(DEPLOYMENTS, ObjectKey.of(namespace, "web"));
        scene.awaitGone("bali", web);
        scene.awaitGone("flores", web);
        scene.awaitGone("bali", ResourcePath.of(SERVICES, ObjectKey.of(namespace, "web")));
        Template template =
                new Template(
                        GroupVersionKind.of("apps/v1", "Deployment"),
                        ObjectKey.of(namespace, "web"));
        Await.until(
                "the hub has none",
                SOON,
                () -> view.object(template).isEmpty(),
                () -> view.object(template));
    }

    private static boolean isCarriedOut(BindingSummary binding) {
        return binding.binding().equals("web-deployment")
                && binding.copies().stream().allMatch(DeployIT::isApplied)
                && binding.copies().stream()
                        .map(Work::cluster)
                        .toList()
                        .equals(List.of("bali", "flores"));
    }

    private static boolean isApplied(Work work) {
        return work.state() == BindingSummary.State.APPLIED
                && work.replicas().isPresent()
                && work.since().isPresent()
                && work.applied().equals(OptionalLong.of(work.wanted()));
    }

    private static boolean isWell(Application application) {
        return application.health() == Health.HEALTHY
                && application.replicas() == 3
                && application.ready() == 3;
    }
}
