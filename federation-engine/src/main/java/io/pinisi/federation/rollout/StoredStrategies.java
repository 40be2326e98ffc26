package io.pinisi.federation.rollout;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Strategies as the hub has them at this moment. One is read again only when it has changed.
 * Thread-safe.
 */
final class StoredStrategies {
    private static final GroupResource HERE = FederationKinds.ROLLOUT_STRATEGIES.groupResource();
    private static final GroupResource EVERYWHERE =
            FederationKinds.CLUSTER_ROLLOUT_STRATEGIES.groupResource();

    private final ObjectLookup objects;

    /** Of strategies that are there; guarded by itself. */
    private final Map<ObjectKey, Known> known = new HashMap<>();

    private record Known(long revision, Strategy strategy) {}

    StoredStrategies(ObjectLookup objects) {
        this.objects = objects;
    }

    /** The one that counts for an object of a namespace, which is read only if there are any. */
    Optional<Strategy> select(String namespace, Supplier<TemplateFacts> template) {
        List<Strategy> all =
                Stream.concat(
                                objects.all(HERE, namespace).stream(),
                                objects.all(EVERYWHERE, null).stream())
                        .map(this::read)
                        .toList();
        return all.isEmpty() ? Optional.empty() : Strategy.select(all, template.get());
    }

    /**
     * @param name as a Rollout's status has it: with its namespace, or without for the whole hub
     */
    Optional<Strategy> find(String name) {
        int slash = name.indexOf('/');
        ObjectKey key =
                slash < 0
                        ? ObjectKey.cluster(name)
                        : ObjectKey.of(name.substring(0, slash), name.substring(slash + 1));
        return objects.find(slash < 0 ? EVERYWHERE : HERE, key).map(this::read);
    }

    private Strategy read(ApiObject object) {
        synchronized (known) {
            Known before = known.get(object.key());
            if (before != null && before.revision() == object.revision()) {
                return before.strategy();
            }
            Strategy strategy = Strategy.of(object.tree());
            known.put(object.key(), new Known(object.revision(), strategy));
            return strategy;
        }
    }
}
