package io.pinisi.cluster.controllers.event;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ObjectPage;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Deletes events an hour after they were last told; reads page by page and keeps none. */
public final class EventExpiry implements ClusterController {
    static final Duration LIFE = Duration.ofHours(1);
    static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int PAGE = 500;
    private static final String ACCOUNT = "event-ttl-controller";
    private static final String SWEEP = "sweep";

    private final ApiClient client;
    private final InstantSource clock;
    private final Controller<String> controller;

    public EventExpiry(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.controller = Controller.of(ACCOUNT, clock, key -> sweep(), 1);
    }

    @Override
    public void start() {
        controller.start();
        controller.queue().add(SWEEP);
    }

    @Override
    public void close() {
        controller.close();
    }

    Outcome sweep() {
        Instant old = clock.instant().minus(LIFE);
        String token = "";
        do {
            ObjectPage page =
                    client.list(
                            ResourcePath.all(Resources.EVENTS), ListOptions.ALL.page(PAGE, token));
            page.items().stream().filter(event -> told(event).isBefore(old)).forEach(this::delete);
            token = page.continueToken();
        } while (!token.isEmpty());
        return Outcome.revisit(PERIOD);
    }

    /** When an event was last told. */
    static Instant told(ObjectNode event) {
        Instant created =
                Objects.requireNonNullElse(Metadata.of(event).creationTimestamp(), Instant.EPOCH);
        return Stream.of(
                        Json.text(event, "lastTimestamp"),
                        Json.text(event, "series", "lastObservedTime"),
                        Json.text(event, "eventTime"))
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .reduce(created, (a, b) -> a.isAfter(b) ? a : b);
    }

    private void delete(ObjectNode event) {
        try {
            client.delete(ResourcePath.of(Resources.EVENTS, Metadata.key(event)), null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
