package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.discovery.MemberServices.Placed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings exported services into one member; each member has its own, so that none delays another.
 */
final class Importer implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final Duration UNKNOWN = Duration.ofMillis(300);

    private final String cluster;
    private final ApiClient member;
    private final MemberServices services;
    private final Consumer<String> namespaces;
    private final Wishes wishes;
    private final Controller<Export.Id> controller;

    /** What members are to have. */
    interface Wishes {
        boolean isReady(String cluster);

        /** Empty while not enough is known to say. */
        Optional<List<ObjectNode>> of(Export.Id export, String cluster);

        /** Whether the namespace is to be made for it where it is missing. */
        boolean invites(Export.Id export, String cluster);

        void delivered(Export.Id export, String cluster);
    }

    Importer(
            String cluster,
            ApiClient member,
            MemberServices services,
            Consumer<String> namespaces,
            Wishes wishes,
            InstantSource clock) {
        this.cluster = cluster;
        this.member = member;
        this.services = services;
        this.namespaces = namespaces;
        this.wishes = wishes;
        this.controller = Controller.of("import-" + cluster, clock, this::reconcile, WORKERS);
    }

    void start() {
        controller.start();
    }

    void enqueue(Export.Id export) {
        controller.queue().add(export);
    }

    MemberServices services() {
        return services;
    }

    private Outcome reconcile(Export.Id export) {
        if (!wishes.isReady(cluster)) {
            return Outcome.SETTLED; // asked again when it is
        }
        services.follow();
        Optional<List<ObjectNode>> wanted =
                services.isKnown() ? wishes.of(export, cluster) : Optional.empty();
        if (wanted.isEmpty()) {
            return Outcome.revisit(UNKNOWN);
        }
        String namespace = export.service().namespace();
        if (namespace != null
                && !services.hasNamespace(namespace)
                && wishes.invites(export, cluster)) {
            namespaces.accept(namespace);
            return Outcome.SETTLED; // asked again when it is seen
        }
        Difference difference = Difference.between(wanted.get(), services.placed(export));
        for (ObjectNode object : difference.written()) {
            member.apply(Difference.path(object), object, WriteOptions.by(Labels.MANAGER).forced());
        }
        difference.deleted().forEach(this::delete);
        wishes.delivered(export, cluster);
        return Outcome.SETTLED;
    }

    private void delete(Placed placed) {
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", placed.uid());
        try {
            member.delete(placed.path(), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        controller.close();
        services.close();
    }
}
