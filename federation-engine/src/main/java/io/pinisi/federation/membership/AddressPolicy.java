package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * Which addresses the hub may dial. A kubeconfig that points at this machine or at a cloud's
 * metadata service would make the hub a tool against its own surroundings.
 *
 * @param allowed {@code host:port} pairs let through although their addresses are refused: the
 *     embedded members, and what the operator names
 */
public record AddressPolicy(Set<String> allowed) {
    private static final int HTTPS = 443;
    private static final Set<String> METADATA =
            Set.of("169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2:0:0:0:0:0:254");

    public AddressPolicy {
        allowed = Set.copyOf(allowed);
    }

    /**
     * Judges whatever the hub would dial to reach a member. Behind a proxy the member's name need
     * not mean anything here; where it does, the proxy is no way round.
     *
     * @throws ApiException Invalid, naming the address
     */
    void check(Kubeconfig kubeconfig) {
        MemberProxy proxy = kubeconfig.proxy();
        if (proxy == null) {
            check(kubeconfig.server());
            return;
        }
        check(URI.create("https://" + proxy.address()), "spec.proxyURL");
        if (isKnown(kubeconfig.server())) {
            check(kubeconfig.server());
        }
    }

    private static boolean isKnown(URI server) {
        try {
            return InetAddress.getAllByName(server.getHost()).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Resolves and judges; every address of the name must be fit.
     *
     * @throws ApiException Invalid, naming the address
     */
    public void check(URI server) {
        check(server, "clusters.cluster.server");
    }

    private void check(URI server, String field) {
        int port = server.getPort() < 0 ? HTTPS : server.getPort();
        if (allowed.contains(server.getHost() + ":" + port)) {
            return;
        }
        for (InetAddress address : resolve(server, field)) {
            if (isRefused(address)) {
                throw fault(
                        server,
                        field,
                        "the address "
                                + address.getHostAddress()
                                + " is loopback, link-local or a metadata service, which the"
                                + " operator of this server has not allowed");
            }
        }
    }

    private static InetAddress[] resolve(URI server, String field) {
        try {
            return InetAddress.getAllByName(server.getHost());
        } catch (UnknownHostException e) {
            throw fault(server, field, "the host name does not resolve");
        }
    }

    private static boolean isRefused(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address.getHostAddress());
    }

    private static ApiException fault(URI server, String field, String why) {
        return ApiException.invalid(
                "",
                "Kubeconfig",
                server.getHost(),
                List.of(FieldError.invalid(field, '"' + server.toString() + '"', why)));
    }
}
