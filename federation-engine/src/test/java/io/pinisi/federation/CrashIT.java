package io.pinisi.federation;

import static io.pinisi.federation.testing.Guillotine.Moment.AFTER;
import static io.pinisi.federation.testing.Guillotine.Moment.BEFORE;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.testing.Guillotine;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/**
 * The engine is killed at each of its writes to the hub while it places, moves and deletes, and
 * another takes over. Nothing goes that was not decided to go, and the end is the same as without
 * the kill.
 */
final class CrashIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    /** What an engine writes down as it goes. */
    private enum Step {
        /** Where the object is to be, where it may be, and that it is nowhere any more. */
        DECISION,
        /** What was seen. */
        REPORT;

        boolean is(Transport.Request request) {
            boolean status = request.path().contains("/status");
            return status == (this == REPORT) && request.path().contains("/resourcebindings");
        }
    }

    /** Where a life ends. */
    private record Cut(Step step, int write, Guillotine.Moment moment) {
        String name() {
            return "%s-%s-%d".formatted(moment, step, write).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A move writes down that a copy waits, that it goes, and that it is gone; a delete that it is
     * to be nowhere, that it is gone, and that this was all.
     */
    private static final List<Cut> CUTS =
            List.of(
                    new Cut(Step.DECISION, 0, BEFORE),
                    new Cut(Step.DECISION, 0, AFTER),
                    new Cut(Step.DECISION, 1, AFTER),
                    new Cut(Step.DECISION, 2, AFTER),
                    new Cut(Step.REPORT, 0, AFTER));

    @TestFactory
    Stream<DynamicTest> aKilledEngineLosesNothing() {
        return CUTS.stream().map(cut -> DynamicTest.dynamicTest(cut.name(), () -> story(cut)));
    }

    private static void story(Cut cut) throws InterruptedException {
        String namespace = scene.namespace("crash-" + cut.name());
        ResourcePath policy = scene.policy(namespace, in("bali"));
        ResourcePath bystander = scene.create(configMap(namespace, "bystander", "colour: blue"));
        scene.awaitIn("bali", bystander, object -> true);
        String uid = Metadata.uid(scene.in("bali").get(bystander));
        ResourcePath web = ResourcePath.all(Scenario.DEPLOYMENTS).in(namespace).named("web");

        killed(cut, namespace, () -> create(namespace), () -> isServedBy("bali", web));
        assertEquals(uid, Metadata.uid(scene.in("bali").get(bystander)), "placing took nothing");

        killed(
                cut,
                namespace,
                () -> merge(scene.hub(), policy, elsewhere()),
                () -> isServedBy("flores", web) && scene.in("bali").find(web).isEmpty());

        killed(
                cut,
                namespace,
                () -> scene.hub().delete(web, null),
                () ->
                        scene.in("flores").find(web).isEmpty()
                                && scene.in("bali").find(web).isEmpty()
                                && scene.binding(namespace, "web-deployment").isEmpty());
        scene.awaitIn("flores", bystander, object -> true);
    }

    private static void create(String namespace) {
        scene.create(deployment(namespace, "web", 1));
    }

    private static String in(String cluster) {
        return "placement: {clusterAffinity: {clusterNames: [" + cluster + "]}}";
    }

    private static String elsewhere() {
        return "spec: {placement: {clusterAffinity: {clusterNames: [flores]}}}";
    }

    /**
     * The change is made while an engine runs that will be killed; another brings it to its end.
     */
    private static void killed(Cut cut, String namespace, Runnable change, BooleanSupplier goal)
            throws InterruptedException {
        scene.sea().stopEngine();
        try (HttpTransport hub = scene.sea().engineTransport()) {
            String here = "/namespaces/" + namespace + "/";
            Guillotine guillotine =
                    new Guillotine(
                            hub,
                            one -> one.path().contains(here) && cut.step().is(one),
                            cut.write(),
                            cut.moment());
            begin(guillotine);
            change.run();
            Await.until(
                    "it is killed, or done before",
                    SOON,
                    () -> guillotine.hasFallen() || goal.getAsBoolean(),
                    () -> namespace);
        } finally {
            scene.sea().stopEngine();
            scene.sea().federate();
        }
        Await.until(
                "the next engine brings it to its end",
                SOON,
                goal::getAsBoolean,
                () -> scene.binding(namespace, "web-deployment"));
    }

    /** One that is killed at once does not even begin. */
    private static void begin(Guillotine guillotine) throws InterruptedException {
        try {
            scene.sea().federate(new ApiClient(guillotine));
        } catch (ApiException e) {
            if (!guillotine.hasFallen()) {
                throw e;
            }
        }
    }

    private static boolean isServedBy(String cluster, ResourcePath web) {
        return scene.in(cluster).find(web).filter(CrashIT::isServing).isPresent()
                && scene.hub().find(web).filter(CrashIT::isServing).isPresent();
    }

    private static boolean isServing(ObjectNode deployment) {
        return deployment.path("status").path("availableReplicas").asInt(0) == 1;
    }
}
