package io.pinisi.federation.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.history.SecretDigests;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.federation.watch.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** More than can be written makes a gap, and comes with the next lists. */
final class MemberHistoryTest {
    private static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");
    private static final int OBJECTS = 25;
    private static final MemberHistoryLimits NARROW =
            new MemberHistoryLimits(
                    10, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofMillis(10));

    @TempDir Path pki;

    @Test
    void whatFindsNoRoomComesWithTheNextLists() {
        try (History history =
                HistoryDatabase.open(
                        DatabaseOptions.memory("room-" + UUID.randomUUID()),
                        HistoryLimits.STANDARD)) {
            AtomicInteger renewals = new AtomicInteger();
            AtomicInteger round = new AtomicInteger();
            try (MemberHistory memory =
                    MemberHistory.start(
                            new MemberHistory.Options(
                                    history, SecretDigests.in(pki), NARROW, InstantSource.system()),
                            namespace -> true,
                            cluster -> renewals.incrementAndGet())) {
                Witness witness = memory.of("bali", NODES);
                Await.until(
                        "somebody was asked to list again, and all are written",
                        Duration.ofMinutes(2),
                        () -> {
                            boolean full = renewals.get() > 0;
                            list(witness, full ? round.get() : round.incrementAndGet());
                            return full && written(history) == OBJECTS;
                        },
                        () -> written(history));
            }
            assertEquals(OBJECTS, written(history));
        }
    }

    /** In another round every object is another. */
    private static void list(Witness witness, int round) {
        Set<ObjectKey> keys = new TreeSet<>();
        for (int i = 0; i < OBJECTS; i++) {
            ObjectKey key = ObjectKey.cluster("node-" + i);
            keys.add(key);
            ObjectNode node = Json.object().put("kind", "Node").put("round", round);
            node.putObject("metadata").put("name", key.name());
            witness.saw(key, node);
        }
        witness.listed(keys);
    }

    private static int written(History history) {
        return history.at(
                        HistoryScope.of("bali").resource("nodes"),
                        Instant.now().plusSeconds(60),
                        null,
                        100)
                .size();
    }
}
