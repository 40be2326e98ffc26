package io.pinisi.cluster.controllers.cronjob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.controllers.ttl.FinishedJobCollector;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class CronJobControllerTest {
    private static final ResourcePath SWEEP =
            ResourcePath.of(Resources.CRON_JOBS, ObjectKey.of("default", "sweep"));

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private void poke() {
        bench.patch(SWEEP, "{'metadata': {'labels': {'poke': '" + clock.instant() + "'}}}");
    }

    @Test
    void beginsAJobForEachTimeAndRemembersIt() {
        bench.start(CronJobController::new);
        ObjectNode cron =
                bench.create(
                        Resources.CRON_JOBS,
                        "default",
                        """
                        {'apiVersion': 'batch/v1', 'kind': 'CronJob', 'metadata': {'name': 'sweep'},
                         'spec': {'schedule': '@hourly', 'jobTemplate': {'metadata': {'labels': {'a': 'b'}},
                          'spec': {'template': {'spec': {}}}}}}
                        """);
        clock.advance(Duration.ofHours(1));
        poke();
        ObjectNode seen =
                bench.await("scheduled", SWEEP, c -> c.path("status").has("lastScheduleTime"));
        ObjectNode job = bench.all(Resources.JOBS).getFirst();
        assertEquals(1, seen.path("status").path("active").size());
        assertTrue(Metadata.of(job).name().matches("sweep-\\d+"));
        assertEquals("b", Metadata.of(job).label("a"));
        assertTrue(Metadata.of(job).isControlledBy(Metadata.uid(cron)));
        bench.patch(
                ResourcePath.of(Resources.JOBS, Metadata.key(job)).sub("status"),
                "{'status': {'conditions': [{'type': 'Complete', 'status': 'True',"
                        + " 'lastTransitionTime': '2026-01-01T01:00:00Z'}]}}");
        ObjectNode done = bench.await("finished", SWEEP, c -> !c.path("status").has("active"));
        assertEquals(
                "2026-01-01T01:00:00Z", done.path("status").path("lastSuccessfulTime").asString());
    }

    @Test
    void aFinishedJobIsDeletedWhenItsTimeIsUp() {
        bench.start(FinishedJobCollector::new);
        ResourcePath path = ResourcePath.of(Resources.JOBS, ObjectKey.of("default", "sum"));
        bench.create(
                Resources.JOBS,
                "default",
                "{'metadata': {'name': 'sum'}, 'spec': {'ttlSecondsAfterFinished': 60}}");
        bench.patch(
                path.sub("status"),
                "{'status': {'conditions': [{'type': 'Failed', 'status': 'True',"
                        + " 'lastTransitionTime': '%s'}]}}".formatted(clock.instant()));
        clock.advance(Duration.ofSeconds(61));
        bench.patch(path, "{'metadata': {'labels': {'poke': '1'}}}");
        bench.awaitCount(Resources.JOBS, 0);
    }
}
