package io.pinisi.portal.hub;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.fleet.FoundObject;
import io.pinisi.portal.history.PastRef;
import io.pinisi.portal.search.Hit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes hits of found objects: a template and its copies are one thing, with one page. */
final class FoundHits {
    private FoundHits() {}

    /** Objects of a kind and a name, with where they are. */
    private record Thing(GroupVersionResource resource, ObjectKey key, String place) {
        /** What a cluster made for itself is not that of another cluster by the same name. */
        static Thing of(FoundObject found) {
            boolean own = found.kind().equals("Pod") || found.kind().equals("Node");
            return new Thing(found.resource(), found.key(), own ? found.cluster() : "");
        }
    }

    static List<Hit> of(List<FoundObject> found) {
        Map<Thing, List<FoundObject>> things = new LinkedHashMap<>();
        found.forEach(
                one -> things.computeIfAbsent(Thing.of(one), _ -> new ArrayList<>()).add(one));
        return things.values().stream().map(FoundHits::hit).toList();
    }

    private static Hit hit(List<FoundObject> copies) {
        FoundObject first = copies.getFirst();
        List<String> clusters =
                copies.stream().map(FoundObject::cluster).filter(one -> !one.isEmpty()).toList();
        StringBuilder detail = new StringBuilder(first.kind());
        if (!first.namespace().isEmpty()) {
            detail.append(" · ").append(first.namespace());
        }
        if (!clusters.isEmpty()) {
            detail.append(" · in ").append(String.join(", ", clusters));
        }
        return new Hit(Hit.Sort.OBJECT, first.key().name(), detail.toString(), path(first));
    }

    private static String path(FoundObject found) {
        String name = found.key().name();
        if (found.kind().equals("Node")) {
            return "clusters/" + found.cluster();
        }
        if (found.kind().equals("Pod") && !found.cluster().isEmpty()) {
            return "clusters/" + found.cluster() + "/pods/" + found.namespace() + "/" + name;
        }
        return Applications.of(found)
                .map(key -> "applications/" + key.namespace() + "/" + key.name())
                .orElseGet(() -> past(found));
    }

    private static String past(FoundObject found) {
        return new PastRef(
                        found.resource().groupResource().toString(),
                        found.namespace(),
                        found.key().name())
                .path(null);
    }
}
