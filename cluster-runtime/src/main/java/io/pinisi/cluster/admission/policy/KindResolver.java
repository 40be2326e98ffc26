package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.machinery.meta.GroupResource;
import java.util.Optional;

/** Finds the resource of a kind that is served, built in or custom. */
@FunctionalInterface
public interface KindResolver {
    Optional<Found> find(String apiVersion, String kind);

    /** A resource, and whether its objects are in namespaces. */
    record Found(GroupResource resource, boolean namespaced) {}
}
