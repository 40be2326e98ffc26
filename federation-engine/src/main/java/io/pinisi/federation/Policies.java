package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.PolicyValidation;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.PolicyIndex;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The propagation policies of the hub, read and indexed. */
final class Policies implements AutoCloseable {
    private final EventRecorder events;
    private final Consumer<List<Policy>> listener;
    private final List<Mirror<List<Policy>>> mirrors;
    private volatile PolicyIndex index = PolicyIndex.EMPTY;

    /**
     * @param listener told which policies came, went or are different, old and new ones together
     */
    Policies(ApiClient hub, EventRecorder events, Consumer<List<Policy>> listener) {
        this.events = events;
        this.listener = listener;
        this.mirrors =
                List.of(
                        mirror(
                                hub,
                                Mirror.Source.all(FederationKinds.POLICIES, "PropagationPolicy")),
                        mirror(
                                hub,
                                Mirror.Source.all(
                                        FederationKinds.CLUSTER_POLICIES,
                                        "ClusterPropagationPolicy")));
    }

    private Mirror<List<Policy>> mirror(ApiClient hub, Mirror.Source source) {
        return new Mirror<>(source.kind().kind(), hub, source, this::read, this::changed);
    }

    void start(Duration wait) throws InterruptedException {
        mirrors.forEach(Mirror::start);
        for (Mirror<List<Policy>> mirror : mirrors) {
            if (!mirror.awaitSync(wait)) {
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its policies");
            }
        }
    }

    PolicyIndex index() {
        return index;
    }

    /** A policy that should not have come past validation is none, and says so. */
    private List<Policy> read(ObjectNode object) {
        List<FieldError> faults = PolicyValidation.validate(object);
        if (faults.isEmpty()) {
            return List.of(Policy.of(object));
        }
        events.warning(object, "PolicyNotUsable", faults.getFirst().toString());
        return List.of();
    }

    private void changed(
            ObjectKey key, @Nullable List<Policy> before, @Nullable List<Policy> after) {
        index =
                new PolicyIndex(
                        mirrors.stream()
                                .flatMap(mirror -> mirror.all().stream())
                                .flatMap(List::stream)
                                .toList());
        List<Policy> policies = new ArrayList<>();
        if (before != null) {
            policies.addAll(before);
        }
        if (after != null) {
            policies.addAll(after);
        }
        listener.accept(policies);
    }

    @Override
    public void close() {
        mirrors.forEach(Mirror::close);
    }
}
