package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.watch.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The services, slices and namespaces of one member, followed once something is exported. */
final class MemberServices implements AutoCloseable {
    private static final GroupVersionResource SERVICES = GroupVersionResource.of("v1", "services");
    private static final GroupVersionResource SLICES =
            GroupVersionResource.of("discovery.k8s.io/v1", "endpointslices");
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");

    private final Mirror<ServiceRow> services;
    private final Mirror<SliceRow> slices;
    private final Mirror<ObjectKey> namespaces;
    private final Listener listener;
    private boolean following;
    private volatile boolean opened;
    private volatile @Nullable ClusterSet clusterSet;

    /** Told of every change. */
    interface Listener {
        void serviceChanged(ObjectKey service);

        void namespacesChanged();

        /** A ServiceExport or ServiceImport of this name. */
        void exportChanged(ObjectKey service);
    }

    MemberServices(String cluster, ApiClient member, Listener listener) {
        this.listener = listener;
        this.services =
                new Mirror<>(
                        cluster + "/services",
                        member,
                        Mirror.Source.all(SERVICES, "Service"),
                        ServiceRow::of,
                        (key, before, after) -> {
                            told(before);
                            told(after);
                        });
        this.slices =
                new Mirror<>(
                        cluster + "/slices",
                        member,
                        Mirror.Source.all(SLICES, "EndpointSlice"),
                        SliceRow::of,
                        (key, before, after) -> {
                            told(before);
                            told(after);
                        });
        this.namespaces =
                new Mirror<>(
                        cluster + "/namespaces",
                        member,
                        Mirror.Source.all(NAMESPACES, "Namespace"),
                        Metadata::key,
                        (key, before, after) -> {
                            if (before == null || after == null) {
                                listener.namespacesChanged();
                            }
                        });
    }

    private void told(@Nullable ServiceRow row) {
        if (row != null) {
            Imported imported = row.imported();
            listener.serviceChanged(imported == null ? row.key() : imported.export().service());
        }
    }

    private void told(@Nullable SliceRow row) {
        if (row == null) {
            return;
        }
        Imported imported = row.imported();
        if (imported != null) {
            listener.serviceChanged(imported.export().service());
        } else if (!row.service().isEmpty()) {
            listener.serviceChanged(new ObjectKey(row.key().namespace(), row.service()));
        }
    }

    /** From the first call on. */
    synchronized void follow() {
        if (!following) {
            following = true;
            services.start();
            slices.start();
            namespaces.start();
        }
    }

    /** Once; empty for a member that does not serve the kinds. */
    synchronized void open(Optional<ClusterSet> set) {
        set.ifPresent(one -> clusterSet = one.start());
        opened = true;
    }

    Optional<ClusterSet> clusterSet() {
        return Optional.ofNullable(clusterSet);
    }

    /** Whether it is known what the member itself offers. */
    boolean isOpen() {
        return opened && clusterSet().map(ClusterSet::isKnown).orElse(true);
    }

    /** Whether what is not found does not exist. */
    boolean isKnown() {
        return isOpen() && services.isSynced() && slices.isSynced() && namespaces.isSynced();
    }

    /** The member's own service of the name. */
    Optional<ServiceRow> own(ObjectKey service) {
        return services.find(service).filter(row -> row.imported() == null);
    }

    List<SliceRow> slicesOf(ObjectKey service) {
        return slices.all().stream().filter(row -> row.isOf(service)).toList();
    }

    boolean hasNamespace(@Nullable String namespace) {
        return namespace != null && namespaces.find(ObjectKey.cluster(namespace)).isPresent();
    }

    /** An object of ours in the member. */
    record Placed(GroupVersionResource resource, ObjectKey key, String uid, String hash) {
        ResourcePath path() {
            return ResourcePath.of(resource, key);
        }
    }

    List<Placed> placed(Export.Id export) {
        List<Placed> placed = new ArrayList<>();
        for (ServiceRow row : services.all()) {
            Imported imported = row.imported();
            if (imported != null && imported.export().equals(export)) {
                placed.add(new Placed(SERVICES, row.key(), row.uid(), imported.hash()));
            }
        }
        for (SliceRow row : slices.all()) {
            Imported imported = row.imported();
            if (imported != null && imported.export().equals(export)) {
                placed.add(new Placed(SLICES, row.key(), row.uid(), imported.hash()));
            }
        }
        clusterSet().ifPresent(set -> placed.addAll(set.placed(export)));
        return placed;
    }

    /** Slices of ours in the member, with the endpoints of other clusters. */
    List<SliceRow> carried(Export.Id export) {
        return slices.all().stream()
                .filter(row -> row.imported() != null && row.imported().export().equals(export))
                .toList();
    }

    /** The service of ours in the member, or one of its own that foreign endpoints have joined. */
    Optional<ServiceRow> local(Export.Id export) {
        return services.find(new ObjectKey(export.service().namespace(), export.local()));
    }

    @Override
    public synchronized void close() {
        clusterSet().ifPresent(ClusterSet::close);
        services.close();
        slices.close();
        namespaces.close();
    }
}
