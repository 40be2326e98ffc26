package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything a resource can do, as data: routing, discovery, OpenAPI, tables and validation are
 * derived from the registry of definitions. A custom resource only adds one at run time.
 *
 * @param versions newest preferred first; exactly one is the storage version
 * @param verbs as discovery lists them: create, delete, deletecollection, get, list, patch, update,
 *     watch
 * @param selectableFields field paths a field selector may name besides {@code metadata.name} and
 *     {@code metadata.namespace}
 */
public record ResourceDefinition(
        GroupResource resource,
        String kind,
        String listKind,
        String singular,
        List<String> shortNames,
        List<String> categories,
        Scope scope,
        List<Version> versions,
        Set<String> verbs,
        List<Subresource> subresources,
        List<String> selectableFields) {

    public ResourceDefinition {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        versions = List.copyOf(versions);
        verbs = Set.copyOf(verbs);
        subresources = List.copyOf(subresources);
        selectableFields = List.copyOf(selectableFields);
        if (versions.stream().filter(Version::storage).count() != 1) {
            throw new IllegalArgumentException(resource + ": exactly one storage version");
        }
    }

    /** Whether objects live in namespaces. */
    public enum Scope {
        NAMESPACED,
        CLUSTER
    }

    /**
     * One version of the kind.
     *
     * @param conversion between this version and the stored one
     */
    public record Version(
            String name,
            boolean served,
            boolean storage,
            Schema schema,
            List<TableColumn> columns,
            Conversion conversion) {
        public Version {
            columns = List.copyOf(columns);
        }

        public Version(
                String name,
                boolean served,
                boolean storage,
                Schema schema,
                List<TableColumn> columns) {
            this(name, served, storage, schema, columns, Conversion.SAME_SHAPE);
        }
    }

    /**
     * A part of the resource under its own path, as discovery lists it.
     *
     * @param name {@code status}, {@code scale}, {@code log} …
     * @param kind the kind that travels there, such as {@code autoscaling/v1 Scale}
     * @param columns of that kind, where it is not the resource's own
     */
    public record Subresource(
            String name, GroupVersionKind kind, Set<String> verbs, List<TableColumn> columns) {
        public Subresource {
            verbs = Set.copyOf(verbs);
            columns = List.copyOf(columns);
        }

        public Subresource(String name, GroupVersionKind kind, Set<String> verbs) {
            this(name, kind, verbs, List.of());
        }
    }

    public boolean namespaced() {
        return scope == Scope.NAMESPACED;
    }

    public Version storageVersion() {
        return versions.stream().filter(Version::storage).findFirst().orElseThrow();
    }

    public Optional<Version> version(String name) {
        return versions.stream().filter(v -> v.served() && v.name().equals(name)).findFirst();
    }

    public GroupVersionResource in(Version version) {
        return new GroupVersionResource(resource.group(), version.name(), resource.resource());
    }

    /** The kind that travels under a subresource when it is asked for in a version. */
    public GroupVersionKind kindIn(Version version, Subresource subresource) {
        GroupVersionKind own = kindIn(storageVersion());
        return subresource.kind().equals(own) ? kindIn(version) : subresource.kind();
    }

    /** What a table of a subresource shows; nothing where it has no table. */
    public List<TableColumn> columnsIn(Version version, String subresource) {
        return subresources.stream()
                .filter(s -> s.name().equals(subresource))
                .findFirst()
                .map(
                        s ->
                                s.kind().equals(kindIn(storageVersion()))
                                        ? version.columns()
                                        : s.columns())
                .orElse(List.of());
    }

    /** An object of the stored version in another one. */
    public void fromStorage(Version version, ObjectNode object) {
        version.conversion().fromStorage(object);
        object.put("apiVersion", kindIn(version).apiVersion());
    }

    /** An object of another version in the stored one. */
    public void toStorage(Version version, ObjectNode object) {
        version.conversion().toStorage(object);
        object.put("apiVersion", kindIn(storageVersion()).apiVersion());
    }

    public GroupVersionKind kindIn(Version version) {
        return new GroupVersionKind(resource.group(), version.name(), kind);
    }
}
