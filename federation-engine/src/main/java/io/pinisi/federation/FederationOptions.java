package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.failover.FailoverPolicy;
import io.pinisi.federation.guard.FuseLimits;
import io.pinisi.federation.membership.AddressPolicy;
import io.pinisi.federation.membership.HealthPolicy;
import io.pinisi.federation.propagation.DispatchLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * How to run the engine.
 *
 * @param hub the hub's API as {@link io.pinisi.federation.access.EngineAccess#ENGINE}, with the
 *     rights that {@code EngineAccess.prepareHub} puts in place
 * @param workers decisions, and statuses, worked on at a time
 * @param startWait how long the hub may take to list what there is
 */
public record FederationOptions(
        ApiClient hub,
        AddressPolicy addresses,
        HealthPolicy health,
        DispatchLimits dispatch,
        FailoverPolicy failover,
        FuseLimits fuse,
        int workers,
        Duration startWait,
        InstantSource clock) {

    public static FederationOptions of(ApiClient hub) {
        return new FederationOptions(
                hub,
                new AddressPolicy(Set.of()),
                HealthPolicy.DEFAULT,
                DispatchLimits.DEFAULT,
                FailoverPolicy.DEFAULT,
                FuseLimits.DEFAULT,
                8,
                Duration.ofSeconds(30),
                InstantSource.system());
    }

    /**
     * @param hostPorts {@code host:port} pairs on this machine that may be dialled: the embedded
     *     members
     */
    public FederationOptions allowing(Set<String> hostPorts) {
        return new FederationOptions(
                hub,
                new AddressPolicy(hostPorts),
                health,
                dispatch,
                failover,
                fuse,
                workers,
                startWait,
                clock);
    }

    public FederationOptions withFuse(FuseLimits limits) {
        return new FederationOptions(
                hub, addresses, health, dispatch, failover, limits, workers, startWait, clock);
    }

    public FederationOptions withHealth(HealthPolicy policy) {
        return new FederationOptions(
                hub, addresses, policy, dispatch, failover, fuse, workers, startWait, clock);
    }
}
