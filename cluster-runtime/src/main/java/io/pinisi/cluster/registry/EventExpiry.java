package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLog;
import io.pinisi.cluster.storage.ObjectStorage;
import io.pinisi.cluster.storage.StaleWriteException;
import io.pinisi.cluster.storage.WriteContext;
import io.pinisi.db.revision.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** Events are kept for a while after they were last written. */
final class EventExpiry {
    private static final GroupResource EVENTS = new GroupResource("", "events");
    private static final WriteContext CONTEXT =
            new WriteContext(new Write.Origin("system:controller:event-expiry", ""), null);

    private final ObjectLog log;
    private final Duration ttl;
    private final InstantSource clock;

    EventExpiry(ObjectLog log, RegistryOptions options) {
        this.log = log;
        this.ttl = options.eventTtl();
        this.clock = options.clock();
    }

    void run() {
        ObjectStorage storage = log.storage(EVENTS);
        Instant oldest = clock.instant().minus(ttl);
        for (ApiObject event : log.all(EVENTS, null)) {
            if (lastWritten(event.tree()).isBefore(oldest)) {
                delete(storage, event);
            }
        }
    }

    private static void delete(ObjectStorage storage, ApiObject event) {
        try {
            storage.delete(event, CONTEXT);
        } catch (StaleWriteException e) {
            // written again meanwhile, so it is not old any more
        }
    }

    /** The newest of the times that an event carries. */
    private static Instant lastWritten(ObjectNode event) {
        Instant newest = Instant.EPOCH;
        for (String[] path :
                new String[][] {
                    {"metadata", "creationTimestamp"},
                    {"lastTimestamp"},
                    {"eventTime"},
                    {"series", "lastObservedTime"}
                }) {
            String time = Json.text(event, path);
            if (time != null && !time.isEmpty()) {
                Instant instant = Instant.parse(time);
                newest = instant.isAfter(newest) ? instant : newest;
            }
        }
        return newest;
    }
}
