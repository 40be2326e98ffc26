package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.configMap;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import io.pinisi.federation.traffic.TrafficReport;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of changes on their way into members. */
final class TrafficIT {
    @RegisterExtension static final Scenario scene = Scenario.of("bali");

    @Test
    void aChangeIsTimedUntilItIsSeenAndALostMemberHasABacklog() {
        String namespace = scene.namespace("traffic");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        awaitReport(
                "it was written and seen",
                report ->
                        report.writes() > 0
                                && report.applied().most().isPresent()
                                && report.visible().half().isPresent()
                                && report.waiting() == 0);
        assertTrue(
                scene.federation()
                        .metrics()
                        .contains("pinisi_propagation_writes_total{cluster=\"bali\"}"));
        scene.sea().member("bali").stop();
        scene.create(configMap(namespace, "late", "colour: red"));
        awaitReport(
                "it waits, and says why",
                report ->
                        report.waiting() > 0
                                && report.oldest().isPresent()
                                && report.trouble().isPresent());
        Await.until(
                "the object is among those that are not there",
                Duration.ofSeconds(60),
                () ->
                        view().unfinished("bali").stream()
                                .anyMatch(one -> one.template().key().name().equals("late")),
                () -> view().unfinished("bali"));
        scene.sea().member("bali").start().startControllers();
        awaitReport("nothing is left", report -> report.waiting() == 0);
    }

    private static void awaitReport(String what, Predicate<TrafficReport> expected) {
        Await.until(
                what,
                Duration.ofMinutes(2),
                () -> view().traffic().stream().anyMatch(expected),
                () -> view().traffic());
    }

    private static FleetView view() {
        return scene.federation().fleet().as(scene.hub(), TestCluster.ADMIN);
    }
}
