package io.pinisi.federation.agent;

import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.federation.login.PluginRules;
import io.pinisi.federation.membership.Kubeconfig;
import io.pinisi.federation.tunnel.TunnelLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to run an agent.
 *
 * @param hub of the hub's API, without a path
 * @param cluster the member's name on the hub
 * @param token with which the first certificate is asked for; not needed later
 * @param member how the member is reached from here
 * @param plugins that may be run for the member's credential
 * @param home where certificate and order book are kept
 */
public record AgentOptions(
        URI hub,
        String cluster,
        Optional<BootstrapToken> token,
        Supplier<Kubeconfig> member,
        PluginRules plugins,
        Path home,
        Patience patience,
        TunnelLimits tunnel,
        InstantSource clock) {

    /**
     * How patient an agent is.
     *
     * @param retryFirst after a connection that ended, doubled up to {@code retryMost}
     * @param grace from the end of the connection until the agent keeps the member by itself
     * @param enrolment for the hub to answer a request for a certificate
     * @param certificate life of the certificates that are asked for
     */
    public record Patience(
            Duration retryFirst,
            Duration retryMost,
            Duration grace,
            Duration enrolment,
            Duration certificate) {
        public static final Patience DEFAULT =
                new Patience(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Duration.ofDays(7));
    }

    public static AgentOptions of(
            URI hub,
            String cluster,
            Optional<BootstrapToken> token,
            Supplier<Kubeconfig> member,
            Path home) {
        return new AgentOptions(
                hub,
                cluster,
                token,
                member,
                PluginRules.NONE,
                home,
                Patience.DEFAULT,
                TunnelLimits.DEFAULT,
                InstantSource.system());
    }

    public AgentOptions with(Patience other) {
        return new AgentOptions(hub, cluster, token, member, plugins, home, other, tunnel, clock);
    }

    /** Lets the kubeconfig have these programs run. */
    public AgentOptions running(PluginRules programs) {
        return new AgentOptions(
                hub, cluster, token, member, programs, home, patience, tunnel, clock);
    }
}
