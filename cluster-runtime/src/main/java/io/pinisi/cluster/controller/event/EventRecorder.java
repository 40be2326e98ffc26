package io.pinisi.cluster.controller.event;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.event.EventCorrelator.Counted;
import io.pinisi.cluster.controller.event.EventCorrelator.Decision;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells people what one component did or could not do, as {@code v1} Events. Never blocks and never
 * fails; one virtual thread writes.
 */
public final class EventRecorder implements AutoCloseable {
    public static final GroupVersionResource EVENTS = GroupVersionResource.of("v1", "events");
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

    private static final int NAMES_TRIED = 8;

    private final ApiClient client;
    private final Source source;
    private final InstantSource clock;
    private final BlockingQueue<Told> queue;
    private final EventCorrelator correlator;
    private final Thread writer;
    private long lastName;

    /** How an event is meant. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /**
     * Who tells.
     *
     * @param host the node, empty for the control plane
     */
    public record Source(String component, String host) {}

    public EventRecorder(ApiClient client, Source source, InstantSource clock, EventLimits limits) {
        this.client = client;
        this.source = source;
        this.clock = clock;
        this.queue = new LinkedBlockingQueue<>(limits.queued());
        this.correlator = new EventCorrelator(limits);
        this.writer = Thread.ofVirtual().name("events " + source.component()).start(this::write);
    }

    public static EventRecorder of(ApiClient client, String component, InstantSource clock) {
        return new EventRecorder(client, new Source(component, ""), clock, EventLimits.STANDARD);
    }

    /** Tells something good or neutral about an object. */
    public void normal(ObjectNode about, String reason, String message) {
        tell(about, "", Type.NORMAL, reason, message);
    }

    /** Tells that something went wrong with an object. */
    public void warning(ObjectNode about, String reason, String message) {
        tell(about, "", Type.WARNING, reason, message);
    }

    /**
     * @param fieldPath the part of the object, such as {@code spec.containers{web}}; may be empty
     */
    public void tell(ObjectNode about, String fieldPath, Type type, String reason, String message) {
        Told told =
                new Told(Told.About.of(about, fieldPath), type, reason, message, clock.instant());
        if (!queue.offer(told)) {
            log.debug("event dropped reason={} about={}", reason, told.about().name());
        }
    }

    @Override
    public void close() {
        writer.interrupt();
    }

    private void write() {
        try {
            while (true) {
                Told told = queue.take();
                try {
                    perform(correlator.decide(told));
                } catch (RuntimeException e) {
                    log.debug("event not written reason={}: {}", told.reason(), e.toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Decision decision) {
        switch (decision) {
            case Decision.Create(Told told, EventCorrelator.Same same) -> create(told, same);
            case Decision.Count(Told told, EventCorrelator.Same same, Counted event) -> {
                try {
                    count(told, same, event);
                } catch (ApiException e) {
                    if (!e.is(Reason.NOT_FOUND)) {
                        throw e;
                    }
                    correlator.lost(same);
                    create(told, same);
                }
            }
            case Decision.Drop() -> {}
        }
    }

    /**
     * Another recorder may have told of the same object at the same moment: then under a new name.
     */
    private void create(Told told, EventCorrelator.Same same) {
        for (int attempt = 1; ; attempt++) {
            String name = told.about().name() + "." + Long.toHexString(nextName(told.moment()));
            try {
                ResourcePath path = ResourcePath.all(EVENTS).in(told.about().eventNamespace());
                client.create(path, event(told, name), WriteOptions.PLAIN);
                correlator.wrote(same, new Counted(name, 1));
                return;
            } catch (ApiException e) {
                if (!e.is(Reason.ALREADY_EXISTS) || attempt == NAMES_TRIED) {
                    throw e;
                }
            }
        }
    }

    private ObjectNode event(Told told, String name) {
        String moment = Timestamps.seconds(told.moment());
        ObjectNode event = Json.object();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata")
                .put("name", name)
                .put("namespace", told.about().eventNamespace());
        event.set("involvedObject", told.about().tree());
        event.put("reason", told.reason()).put("message", told.message());
        ObjectNode from = event.putObject("source").put("component", source.component());
        if (!source.host().isEmpty()) {
            from.put("host", source.host());
        }
        event.put("firstTimestamp", moment).put("lastTimestamp", moment);
        event.put("count", 1).put("type", told.type().text);
        event.put("reportingComponent", source.component());
        event.put("reportingInstance", source.host());
        return event;
    }

    private void count(Told told, EventCorrelator.Same same, Counted event) {
        Counted next = new Counted(event.name(), event.count() + 1);
        ObjectNode patch = Json.object();
        patch.put("count", next.count());
        patch.put("lastTimestamp", Timestamps.seconds(told.moment()));
        patch.put("message", told.message());
        ObjectKey key = ObjectKey.of(told.about().eventNamespace(), event.name());
        client.patch(ResourcePath.of(EVENTS, key), PatchType.MERGE, patch, WriteOptions.PLAIN);
        correlator.wrote(same, next);
    }

    /** Names are made of the moment; two events of one moment get two names. */
    private long nextName(Instant moment) {
        lastName = Math.max(lastName + 1, ChronoUnit.NANOS.between(Instant.EPOCH, moment));
        return lastName;
    }
}
