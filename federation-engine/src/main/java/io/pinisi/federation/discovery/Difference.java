package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.discovery.MemberServices.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What is still to be done in a member so that it has what is wanted there. Pure. */
record Difference(List<ObjectNode> written, List<Placed> deleted) {
    Difference {
        written = List.copyOf(written);
        deleted = List.copyOf(deleted);
    }

    static Difference between(List<ObjectNode> wanted, List<Placed> placed) {
        Map<String, Placed> surplus = new HashMap<>();
        placed.forEach(one -> surplus.put(one.path().path(), one));
        List<ObjectNode> written = new ArrayList<>();
        for (ObjectNode object : wanted) {
            Placed present = surplus.remove(path(object).path());
            String hash = Metadata.of(object).annotation(Labels.RENDERED);
            if (present == null || !present.hash().equals(hash)) {
                written.add(object);
            }
        }
        return new Difference(written, List.copyOf(surplus.values()));
    }

    boolean isEmpty() {
        return written.isEmpty() && deleted.isEmpty();
    }

    static ResourcePath path(ObjectNode object) {
        String plural = object.path("kind").asString("").toLowerCase(Locale.ROOT) + "s";
        return ResourcePath.of(
                GroupVersionResource.of(object.path("apiVersion").asString(""), plural),
                Metadata.key(object));
    }
}
