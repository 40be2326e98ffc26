package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.discovery.MemberServices.Listener;
import io.pinisi.federation.discovery.MemberServices.Placed;
import io.pinisi.federation.watch.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The ServiceExports and ServiceImports of a member that serves them. */
final class ClusterSet implements AutoCloseable {
    private final String apiVersion;
    private final GroupVersionResource exportKind;
    private final GroupVersionResource importKind;
    private final Mirror<Export> exports;
    private final Mirror<ImportRow> imports;

    /**
     * @param imported null where somebody else made it
     */
    private record ImportRow(ObjectKey key, String uid, @Nullable Imported imported) {
        static ImportRow of(ObjectNode object) {
            return new ImportRow(Metadata.key(object), Metadata.uid(object), Imported.of(object));
        }
    }

    ClusterSet(String cluster, ApiClient member, String apiVersion, Listener listener) {
        this.apiVersion = apiVersion;
        this.exportKind = GroupVersionResource.of(apiVersion, "serviceexports");
        this.importKind = GroupVersionResource.of(apiVersion, "serviceimports");
        this.exports =
                new Mirror<>(
                        cluster + "/exports",
                        member,
                        Mirror.Source.all(exportKind, "ServiceExport"),
                        Export::ofServiceExport,
                        (key, before, after) -> {
                            if (before == null || !before.equals(after)) {
                                listener.exportChanged(key);
                            }
                        });
        this.imports =
                new Mirror<>(
                        cluster + "/imports",
                        member,
                        Mirror.Source.all(importKind, "ServiceImport"),
                        ImportRow::of,
                        (key, before, after) -> listener.exportChanged(key));
    }

    ClusterSet start() {
        exports.start();
        imports.start();
        return this;
    }

    boolean isKnown() {
        return exports.isSynced() && imports.isSynced();
    }

    String apiVersion() {
        return apiVersion;
    }

    /** What the member itself offers. */
    Set<ObjectKey> exported() {
        return exports.all().stream()
                .map(export -> export.id().service())
                .collect(Collectors.toSet());
    }

    Optional<Export> export(ObjectKey service) {
        return exports.find(service);
    }

    ResourcePath exportPath(ObjectKey service) {
        return ResourcePath.of(exportKind, service);
    }

    /** Whether an import of the name is another's, and to be left alone. */
    boolean isForeign(ObjectKey service) {
        return imports.find(service).filter(row -> row.imported() == null).isPresent();
    }

    List<Placed> placed(Export.Id export) {
        List<Placed> placed = new ArrayList<>();
        for (ImportRow row : imports.all()) {
            Imported imported = row.imported();
            if (imported != null && imported.export().equals(export)) {
                placed.add(new Placed(importKind, row.key(), row.uid(), imported.hash()));
            }
        }
        return placed;
    }

    @Override
    public void close() {
        exports.close();
        imports.close();
    }
}
