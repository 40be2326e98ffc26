package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.Template;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The last known {@link Delivery} of each object in each member; in memory, for status. */
public final class Deliveries {
    private final Map<Slot, Delivery> states = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Consumer<Template> changed;

    private record Slot(String cluster, Template template) {}

    public Deliveries(InstantSource clock, Consumer<Template> changed) {
        this.clock = clock;
        this.changed = changed;
    }

    public Optional<Delivery> find(String cluster, Template template) {
        return Optional.ofNullable(states.get(new Slot(cluster, template)));
    }

    /** An object that a member does not have as it should. */
    public record Unfinished(Template template, Delivery delivery) {}

    /** What a member does not have as it should, the longest first. */
    public List<Unfinished> unfinished(String cluster) {
        return states.entrySet().stream()
                .filter(one -> one.getKey().cluster().equals(cluster))
                .filter(one -> one.getValue().state() != Delivery.State.APPLIED)
                .map(one -> new Unfinished(one.getKey().template(), one.getValue()))
                .sorted(Comparator.comparing(one -> one.delivery().since()))
                .toList();
    }

    void set(String cluster, Template template, Delivery.State state, String message) {
        Slot slot = new Slot(cluster, template);
        Delivery before = states.get(slot);
        if (before == null || before.state() != state || !before.message().equals(message)) {
            states.put(slot, new Delivery(state, message, clock.instant()));
            changed.accept(template);
        }
    }

    void forget(String cluster, Template template) {
        if (states.remove(new Slot(cluster, template)) != null) {
            changed.accept(template);
        }
    }

    public void forgetCluster(String cluster) {
        states.keySet().removeIf(slot -> slot.cluster().equals(cluster));
    }
}
