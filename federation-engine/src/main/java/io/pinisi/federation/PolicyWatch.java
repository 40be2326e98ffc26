package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.cause.Causes;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The hub's policies of one make, namespaced and cluster-wide ones together, read. */
final class PolicyWatch<P> implements AutoCloseable {
    private final EventRecorder events;
    private final Causes causes;
    private final Reading<P> reading;
    private final Consumer<List<P>> listener;
    private final List<Mirror<List<P>>> mirrors;

    /** How an object becomes a policy. */
    record Reading<P>(
            Function<ObjectNode, List<FieldError>> validate, Function<ObjectNode, P> read) {}

    /**
     * @param listener told which policies came, went or are different, old and new ones together
     */
    PolicyWatch(
            ApiClient hub,
            EventRecorder events,
            Causes causes,
            List<Mirror.Source> sources,
            Reading<P> reading,
            Consumer<List<P>> listener) {
        this.events = events;
        this.causes = causes;
        this.reading = reading;
        this.listener = listener;
        this.mirrors =
                sources.stream()
                        .map(
                                source ->
                                        new Mirror<>(
                                                source.kind().kind(),
                                                hub,
                                                source,
                                                this::read,
                                                new Changes(source)))
                        .toList();
    }

    void start(Duration wait) throws InterruptedException {
        mirrors.forEach(Mirror::start);
        for (Mirror<List<P>> mirror : mirrors) {
            if (!mirror.awaitSync(wait)) {
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its policies");
            }
        }
    }

    List<P> all() {
        return mirrors.stream()
                .flatMap(mirror -> mirror.all().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** A policy that should not have come past validation is none, and says so. */
    private List<P> read(ObjectNode object) {
        causes.seen(object);
        List<FieldError> faults = reading.validate().apply(object);
        if (faults.isEmpty()) {
            return List.of(reading.read().apply(object));
        }
        events.warning(object, "PolicyNotUsable", faults.getFirst().toString());
        return List.of();
    }

    /** What happens to the objects of one collection. */
    private final class Changes implements Mirror.Listener<List<P>> {
        private final Mirror.Source source;

        Changes(Mirror.Source source) {
            this.source = source;
        }

        @Override
        public void changed(ObjectKey key, @Nullable List<P> before, @Nullable List<P> after) {
            List<P> policies = new ArrayList<>();
            if (before != null) {
                policies.addAll(before);
            }
            if (after != null) {
                policies.addAll(after);
            }
            listener.accept(policies);
        }

        @Override
        public void gone(ObjectKey key, String version) {
            causes.gone(new Template(source.kind(), key), version);
        }
    }

    @Override
    public void close() {
        mirrors.forEach(Mirror::close);
    }
}
