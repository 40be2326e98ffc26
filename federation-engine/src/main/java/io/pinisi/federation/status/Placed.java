package io.pinisi.federation.status;

import io.pinisi.federation.health.Health;
import io.pinisi.federation.propagation.Delivery;
import io.pinisi.federation.propagation.ObservedObject;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One template in one cluster: what was decided, how far it got, what is seen.
 *
 * @param share the cluster's replicas; empty for kinds without
 */
public record Placed(
        String cluster,
        OptionalInt share,
        Reachability reachability,
        Optional<Delivery> delivery,
        Optional<ObservedObject> observed) {

    /** What is known of it now; a cluster out of sight is unknown whatever was seen last. */
    public Health health() {
        if (!reachability.ready()) {
            return Health.UNKNOWN;
        }
        if (delivery.filter(d -> d.state() == Delivery.State.FAILED).isPresent()) {
            return Health.UNHEALTHY;
        }
        return observed.map(ObservedObject::health).orElse(Health.PROGRESSING);
    }

    /** Whether it is there as wanted; after a restart what is seen counts until it is looked at. */
    public boolean applied() {
        return delivery.map(d -> d.state() == Delivery.State.APPLIED).orElse(observed.isPresent());
    }

    /** What is in the way, or empty. */
    public String message() {
        if (!reachability.ready()) {
            return "unknown since " + reachability.since() + ": " + reachability.message();
        }
        return delivery.map(Delivery::message).orElse("");
    }
}
