package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Ranking;
import io.pinisi.cluster.controllers.certificates.CertificateSigner;
import io.pinisi.federation.cause.Origins;
import io.pinisi.federation.failover.FailoverPolicy;
import io.pinisi.federation.guard.FuseLimits;
import io.pinisi.federation.login.PluginRules;
import io.pinisi.federation.membership.AddressPolicy;
import io.pinisi.federation.membership.HealthPolicy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.DispatchLimits;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.tunnel.TunnelLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How to run the engine.
 *
 * @param hub the hub's API as {@link io.pinisi.federation.access.EngineAccess#ENGINE}, with the
 *     rights that {@code EngineAccess.prepareHub} puts in place
 * @param plugins programs that a kubeconfig may have run
 * @param gate where agents of members arrive; the hub's routes must lead to it
 * @param signer signs the certificates of agents; without one no new agent gets in
 * @param workers decisions, and statuses, worked on at a time
 * @param startWait how long the hub may take to list what there is
 * @param origins who wrote what on the hub
 */
public record FederationOptions(
        ApiClient hub,
        AddressPolicy addresses,
        PluginRules plugins,
        AgentGate gate,
        HealthPolicy health,
        DispatchLimits dispatch,
        FailoverPolicy failover,
        FuseLimits fuse,
        Optional<CertificateSigner> signer,
        int workers,
        Duration startWait,
        InstantSource clock,
        Origins origins) {

    /** How long an object may be passed over by more urgent ones before turns are set apart. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Every how many turns is then for the object that waits longest. */
    private static final int SHARE = 4;

    public static FederationOptions of(ApiClient hub) {
        return new FederationOptions(
                hub,
                new AddressPolicy(Set.of()),
                PluginRules.NONE,
                new AgentGate(TunnelLimits.DEFAULT, InstantSource.system()),
                HealthPolicy.DEFAULT,
                DispatchLimits.DEFAULT,
                FailoverPolicy.DEFAULT,
                FuseLimits.DEFAULT,
                Optional.empty(),
                8,
                Duration.ofSeconds(30),
                InstantSource.system(),
                Origins.UNKNOWN);
    }

    /**
     * @param hostPorts {@code host:port} pairs on this machine that may be dialled: the embedded
     *     members
     */
    public FederationOptions allowing(Set<String> hostPorts) {
        return new FederationOptions(
                hub,
                new AddressPolicy(hostPorts),
                plugins,
                gate,
                health,
                dispatch,
                failover,
                fuse,
                signer,
                workers,
                startWait,
                clock,
                origins);
    }

    public FederationOptions running(PluginRules programs) {
        return new FederationOptions(
                hub, addresses, programs, gate, health, dispatch, failover, fuse, signer, workers,
                startWait, clock, origins);
    }

    public FederationOptions reachedThrough(AgentGate door, CertificateSigner authority) {
        return new FederationOptions(
                hub,
                addresses,
                plugins,
                door,
                health,
                dispatch,
                failover,
                fuse,
                Optional.of(authority),
                workers,
                startWait,
                clock,
                origins);
    }

    public FederationOptions withFuse(FuseLimits limits) {
        return new FederationOptions(
                hub, addresses, plugins, gate, health, dispatch, failover, limits, signer, workers,
                startWait, clock, origins);
    }

    public FederationOptions withHealth(HealthPolicy policy) {
        return new FederationOptions(
                hub, addresses, plugins, gate, policy, dispatch, failover, fuse, signer, workers,
                startWait, clock, origins);
    }

    public FederationOptions withFailover(FailoverPolicy policy) {
        return new FederationOptions(
                hub, addresses, plugins, gate, health, dispatch, policy, fuse, signer, workers,
                startWait, clock, origins);
    }

    public FederationOptions withClock(InstantSource other) {
        return new FederationOptions(
                hub, addresses, plugins, gate, health, dispatch, failover, fuse, signer, workers,
                startWait, other, origins);
    }

    /** Lets the engine name the requests that its own writes follow from. */
    public FederationOptions tracedBy(Origins known) {
        return new FederationOptions(
                hub, addresses, plugins, gate, health, dispatch, failover, fuse, signer, workers,
                startWait, clock, known);
    }

    /** In which order waiting objects are placed. */
    static Ranking<Template> turns(ToIntFunction<Template> rank) {
        return new Ranking<>(rank, PATIENCE, SHARE);
    }
}
