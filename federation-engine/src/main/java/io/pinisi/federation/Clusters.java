package io.pinisi.federation;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.discovery.ServiceDiscovery;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Taint;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.Territory;
import io.pinisi.federation.propagation.ClusterMode;
import io.pinisi.federation.propagation.ClusterView;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.status.Reachability;
import io.pinisi.federation.status.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the other parts ask about members: their Cluster objects, read, and what is seen there. */
final class Clusters implements ClusterView, Sightings, ServiceDiscovery.Members {
    private final Map<String, Link> links;
    private final Duration settling;
    private final InstantSource clock;
    private final Function<Template, Territory> territories;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Set<String> compared = ConcurrentHashMap.newKeySet();

    /**
     * @param settled from when on the cluster counts as back; null while it is not well
     */
    private record Known(ObjectNode object, ClusterFacts facts, @Nullable Instant settled) {}

    /** What is new about a cluster. */
    enum Change {
        NOTHING,
        /** There is more or less room in it. */
        ROOM,
        RULES
    }

    Clusters(
            Map<String, Link> links,
            Duration settling,
            InstantSource clock,
            Function<Template, Territory> territories) {
        this.territories = territories;
        this.links = links;
        this.settling = settling;
        this.clock = clock;
    }

    Change remember(ObjectNode cluster) {
        ClusterFacts now = ClusterFacts.of(cluster);
        Known before = known.get(now.name());
        known.put(now.name(), new Known(cluster, now, settled(now, before)));
        if (before == null) {
            return Change.RULES;
        }
        if (now.equals(before.facts())) {
            return Change.NOTHING;
        }
        return now.differsOnlyInRoom(before.facts()) ? Change.ROOM : Change.RULES;
    }

    /** A cluster that was well when this process met it was not away. */
    private @Nullable Instant settled(ClusterFacts now, @Nullable Known before) {
        if (now.taints().stream().anyMatch(Taint::isByCondition)) {
            return null;
        }
        if (before == null) {
            return clock.instant();
        }
        return before.settled() == null ? clock.instant().plus(settling) : before.settled();
    }

    /** As long as it is compared, it is not settled. */
    void beginComparing(String cluster) {
        compared.add(cluster);
    }

    void endComparing(String cluster) {
        compared.remove(cluster);
    }

    void forget(String cluster) {
        known.remove(cluster);
    }

    @Override
    public boolean isLeaving(String cluster) {
        return find(cluster).filter(ClusterFacts::leaving).isPresent();
    }

    @Override
    public boolean admits(String cluster, Template object) {
        Territory territory = territories.apply(object);
        return find(cluster)
                .filter(facts -> territory.admits(facts.name(), facts.labels()))
                .isPresent();
    }

    /** Whether the engine may act in it: Ready, by its own condition. */
    @Override
    public boolean isReady(String cluster) {
        return Optional.ofNullable(known.get(cluster))
                .map(Known::object)
                .filter(ClusterFacts::isReady)
                .isPresent();
    }

    @Override
    public Set<String> ready() {
        return known.keySet().stream().filter(this::isReady).collect(Collectors.toSet());
    }

    @Override
    public List<ClusterFacts> facts() {
        return known.values().stream().map(Known::facts).toList();
    }

    @Override
    public Optional<ClusterFacts> find(String cluster) {
        return Optional.ofNullable(known.get(cluster)).map(Known::facts);
    }

    @Override
    public boolean isSettled(String cluster) {
        Known one = known.get(cluster);
        return !compared.contains(cluster)
                && one != null
                && one.settled() != null
                && !clock.instant().isBefore(one.settled());
    }

    @Override
    public ClusterMode mode(String cluster) {
        return Optional.ofNullable(known.get(cluster))
                .map(Known::object)
                .map(ClusterMode::of)
                .orElse(ClusterMode.ACTIVE);
    }

    @Override
    public boolean isAbandoned(String cluster) {
        return Optional.ofNullable(known.get(cluster))
                .map(Known::object)
                .filter(object -> Metadata.of(object).isDeleting())
                .filter(object -> Unjoin.of(object) == Unjoin.KEEP)
                .isPresent();
    }

    @Override
    public Optional<ObservedObject> observed(String cluster, Template template) {
        return Optional.ofNullable(links.get(cluster))
                .flatMap(link -> link.observer().find(template));
    }

    @Override
    public boolean isKnown(String cluster, GroupVersionKind kind) {
        Link link = links.get(cluster);
        return link != null && link.observer().isSynced(kind);
    }

    @Override
    public Reachability reachability(String cluster) {
        JsonNode condition =
                Optional.ofNullable(known.get(cluster))
                        .flatMap(one -> Conditions.find(one.object().path("status"), "Ready"))
                        .orElse(Json.object());
        return new Reachability(
                condition.path("status").asString("").equals("True"),
                condition.path("lastTransitionTime").asString(""),
                condition.path("message").asString("the cluster was never seen"));
    }
}
