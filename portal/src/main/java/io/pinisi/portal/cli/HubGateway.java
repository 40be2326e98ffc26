package io.pinisi.portal.cli;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.ingress.IngressAddress;
import io.pinisi.cluster.ingress.gateway.Gateway;
import io.pinisi.cluster.ingress.gateway.GatewayLimits;
import io.pinisi.cluster.ingress.gateway.Identity;
import io.pinisi.cluster.ingress.gateway.Reach;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.federation.discovery.ServiceOffers;
import io.pinisi.federation.ingress.FederatedIngress;
import io.pinisi.federation.ingress.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one address in front of the clusters, in the hub's process.
 *
 * @param bind where it listens ({@code PINISI_GATEWAY_ADDRESS}, default 127.0.0.1)
 * @param port for HTTP, the next for TLS ({@code PINISI_GATEWAY_PORT}); 0, the default, for nowhere
 * @param place where it stands ({@code PINISI_GATEWAY_REGION}, {@code PINISI_GATEWAY_ZONE}), for
 *     ingresses that prefer what is near
 */
record HubGateway(String bind, int port, Place place) {
    private static final Duration START = Duration.ofSeconds(30);

    static HubGateway of(Map<String, String> environment, int port) {
        String zone = environment.getOrDefault("PINISI_GATEWAY_ZONE", "");
        return new HubGateway(
                environment.getOrDefault("PINISI_GATEWAY_ADDRESS", "127.0.0.1"),
                port,
                new Place(
                        environment.getOrDefault("PINISI_GATEWAY_REGION", ""),
                        zone.isEmpty() ? Set.of() : Set.of(zone)));
    }

    boolean isWanted() {
        return port != 0;
    }

    /**
     * @throws Failure a port is taken
     */
    void requireFree() {
        if (isWanted()) {
            Ports.requireFree(bind, port, "PINISI_GATEWAY_PORT", "gateway");
            Ports.requireFree(bind, port + 1, "PINISI_GATEWAY_PORT", "gateway");
        }
    }

    /** Serves from now on, until the parts are closed. */
    void start(ApiServer api, ApiClient engine, ServiceOffers services, Running parts)
            throws IOException, InterruptedException {
        InetAddress bound = InetAddress.ofLiteral(bind);
        String address =
                (bound.isAnyLocalAddress() ? InetAddress.getLocalHost() : bound).getHostAddress();
        Credential own = api.pki().serverCredential(Set.of(address, "localhost"));
        Gateway gateway =
                parts.add(
                        Gateway.start(
                                new Gateway.Listen(
                                        bind,
                                        port,
                                        port + 1,
                                        new Identity(List.of(own.certificate()), own.key())),
                                GatewayLimits.STANDARD,
                                Reach.DIRECT,
                                InstantSource.system()));
        parts.add(
                FederatedIngress.start(
                        engine,
                        services,
                        new FederatedIngress.Site(
                                gateway,
                                new IngressAddress(address, List.of(port, port + 1)),
                                place),
                        InstantSource.system(),
                        START));
    }
}
