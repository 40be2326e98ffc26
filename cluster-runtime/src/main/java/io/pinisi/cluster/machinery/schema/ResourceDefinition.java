package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** One version of the kind. */
    public record Version(
            String name,
            boolean served,
            boolean storage,
            Schema schema,
            List<TableColumn> columns) {
        public Version {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A part of the resource under its own path, as discovery lists it.
     *
     * @param name {@code status}, {@code scale}, {@code log} …
     * @param kind the kind that travels there, such as {@code autoscaling/v1 Scale}
     */
    public record Subresource(String name, GroupVersionKind kind, Set<String> verbs) {
        public Subresource {
            verbs = Set.copyOf(verbs);
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

    public GroupVersionKind kindIn(Version version) {
        return new GroupVersionKind(resource.group(), version.name(), kind);
    }
}
