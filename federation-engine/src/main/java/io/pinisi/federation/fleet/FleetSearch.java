package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.membership.Member;
import io.pinisi.federation.placement.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks through what the engine has in memory: the objects of the hub, the copies that are seen in
 * members, and the nodes and pods of members. Nothing is asked of any cluster.
 */
record FleetSearch(Fleet.Sources sources) {
    private static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");

    /** The best by what was asked for, of those that may be shown. */
    List<FoundObject> find(SearchQuery query, Predicate<FoundObject> shown) {
        List<FoundObject> found = new ArrayList<>();
        Predicate<FoundObject> wanted = query::matches;
        sources.membership().clusters().stream()
                .map(cluster -> Metadata.of(cluster).name())
                .forEach(cluster -> inventory(cluster, wanted, found));
        sources.templates().kinds().forEach(kind -> objects(kind, wanted, found));
        return found.stream()
                .sorted(Comparator.comparing(query::distance).thenComparing(FoundObject.BY_PLACE))
                .distinct()
                .filter(shown)
                .limit(query.limit())
                .toList();
    }

    private void inventory(String cluster, Predicate<FoundObject> wanted, List<FoundObject> found) {
        Optional<Member> member = sources.membership().member(cluster);
        if (member.isEmpty()) {
            return;
        }
        member.get().nodes().stream()
                .map(
                        node ->
                                new FoundObject(
                                        cluster,
                                        NODES,
                                        "Node",
                                        ObjectKey.cluster(node.name()),
                                        node.labels(),
                                        node.created()))
                .filter(wanted)
                .forEach(found::add);
        member.get().pods().stream()
                .map(
                        pod ->
                                new FoundObject(
                                        cluster,
                                        PODS,
                                        "Pod",
                                        pod.key(),
                                        pod.labels(),
                                        pod.created()))
                .filter(wanted)
                .forEach(found::add);
    }

    private void objects(
            GroupVersionKind kind, Predicate<FoundObject> wanted, List<FoundObject> found) {
        Optional<GroupVersionResource> resource =
                sources.templates().collection(kind).map(path -> path.resource());
        if (resource.isEmpty()) {
            return;
        }
        for (ObjectNode object : sources.templates().all(kind)) {
            FoundObject onHub = object("", resource.get(), kind, object);
            if (wanted.test(onHub)) {
                found.add(onHub);
            }
            if (!kind.kind().equals("Pod")) {
                sources.status().placed(Template.of(object)).stream()
                        .filter(copy -> copy.observed().isPresent())
                        .map(copy -> object(copy.cluster(), resource.get(), kind, object))
                        .filter(wanted)
                        .forEach(found::add);
            }
        }
    }

    private static FoundObject object(
            String cluster,
            GroupVersionResource resource,
            GroupVersionKind kind,
            ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        return new FoundObject(
                cluster,
                resource,
                kind.kind(),
                metadata.key(),
                metadata.labels(),
                metadata.creationTimestamp());
    }
}
