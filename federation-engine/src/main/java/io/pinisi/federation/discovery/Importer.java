package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings exported services into one member; each member has its own, so that none delays another.
 */
final class Importer implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final Duration UNKNOWN = Duration.ofMillis(300);

    /** What is done once for a member. */
    private enum Opening {
        CLUSTER_SET,
        PROPERTIES
    }

    private final String cluster;
    private final ApiClient member;
    private final MemberServices services;
    private final Consumer<String> namespaces;
    private final Wishes wishes;
    private final Controller<Export.Id> controller;
    private final Controller<Opening> opening;

    /** What members are to have. */
    interface Wishes {
        boolean isReady(String cluster);

        /** Empty while not enough is known to say. */
        Optional<List<ObjectNode>> of(Export.Id export, String cluster);

        /** Whether the namespace is to be made for it where it is missing. */
        boolean invites(Export.Id export, String cluster);

        void delivered(Export.Id export, String cluster);

        /** What is to be said of it to those who export it. */
        ExportReport report(Export.Id export);

        /** It is known now what the member itself offers. */
        MemberServices.Listener listener();
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
        this.opening = Controller.of("clusterset-" + cluster, clock, this::open, 1);
    }

    void start() {
        controller.start();
        opening.start();
        opening.queue().add(Opening.CLUSTER_SET);
        opening.queue().add(Opening.PROPERTIES);
    }

    private Outcome open(Opening what) {
        if (!wishes.isReady(cluster)) {
            return Outcome.revisit(UNKNOWN);
        }
        if (what == Opening.PROPERTIES) {
            return ClusterProperties.tell(cluster, member)
                    ? Outcome.SETTLED
                    : Outcome.revisit(UNKNOWN);
        }
        services.open(
                ClusterSetKinds.open(cluster, member)
                        .map(
                                version ->
                                        new ClusterSet(
                                                cluster, member, version, wishes.listener())));
        return Outcome.SETTLED;
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
        difference.written().forEach(this::write);
        difference.deleted().forEach(this::delete);
        wishes.delivered(export, cluster);
        report(export);
        return Outcome.SETTLED;
    }

    private void write(ObjectNode object) {
        ResourcePath path = Difference.path(object);
        ObjectNode main = object.deepCopy();
        JsonNode status = main.remove("status");
        if (status != null) {
            // it counts as written only when its status is there too
            ObjectNode unfinished = main.deepCopy();
            unfinished.withObject("/metadata/annotations").remove(Labels.RENDERED);
            apply(path, unfinished);
            ObjectNode patch = Json.object();
            patch.set("status", status);
            member.patch(
                    path.sub("status"), PatchType.MERGE, patch, WriteOptions.by(Labels.MANAGER));
        }
        apply(path, main);
    }

    private void apply(ResourcePath path, ObjectNode object) {
        member.apply(path, object, WriteOptions.by(Labels.MANAGER).forced());
    }

    private void report(Export.Id export) {
        if (export.way() == Export.Way.DERIVED) {
            services.clusterSet()
                    .filter(set -> set.export(export.service()).isPresent())
                    .ifPresent(
                            set ->
                                    new Reporter(member)
                                            .report(
                                                    set.exportPath(export.service()),
                                                    before ->
                                                            wishes.report(export)
                                                                    .ofServiceExport(
                                                                            before, cluster)));
        }
    }

    /** It is not of the set any more. */
    void withdraw() {
        ClusterProperties.withdraw(member);
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
        opening.close();
        controller.close();
        services.close();
    }
}
