package io.pinisi.cluster.controllers.podgc;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodCollectorTest {
    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private static ResourcePath pod(String name) {
        return ResourcePath.of(Resources.PODS, ObjectKey.of("default", name));
    }

    private void create(String name, String node) {
        bench.create(
                Resources.PODS,
                "default",
                "{'metadata': {'name': '%s'}, 'spec': {'nodeName': '%s'}}".formatted(name, node));
    }

    @Test
    void podsOfALostNodeAreRemovedAfterAQuarantine() {
        bench.create(Resources.NODES, "", "{'metadata': {'name': 'here'}}");
        create("kept", "here");
        create("lost", "gone");
        Environment environment = bench.environment();
        PodCollector collector = new PodCollector(environment);
        bench.start();
        Await.until(
                "copied", () -> environment.informers().of(Resources.PODS).lister().size() == 2);
        collector.sweep();
        assertNotNull(bench.api().peek(pod("lost")));
        clock.advance(PodCollector.QUARANTINE.minus(Duration.ofSeconds(1)));
        collector.sweep();
        assertNotNull(bench.api().peek(pod("lost")));
        clock.advance(Duration.ofSeconds(2));
        collector.sweep();
        assertNull(bench.api().peek(pod("lost")));
        assertNotNull(bench.api().peek(pod("kept")));
    }
}
