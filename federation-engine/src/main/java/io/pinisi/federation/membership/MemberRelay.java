package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.connect.Backend;
import io.pinisi.cluster.apiserver.connect.HttpRelay;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.login.TokenSource;
import io.pinisi.federation.reverse.Passing;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries people's own requests to a member, each over a connection of its own: it may become a
 * stream of hours, or no HTTP at all, and never waits behind the engine's.
 */
record MemberRelay(
        String cluster,
        Kubeconfig kubeconfig,
        @Nullable TokenSource tokens,
        SSLContext tls,
        Backend.Way way) {
    /** How long an answer may take to come through an agent: what the relay itself allows. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

    private static final Logger LOG = LoggerFactory.getLogger(MemberRelay.class);
    private static final int HTTPS = 443;

    /**
     * @param config made of the kubeconfig
     */
    static MemberRelay of(
            String cluster, Kubeconfig kubeconfig, @Nullable TokenSource tokens, Config config) {
        try {
            return new MemberRelay(
                    cluster, kubeconfig, tokens, SSLUtils.sslContext(config), way(kubeconfig));
        } catch (GeneralSecurityException | IOException e) {
            throw ApiException.badRequest(
                    "the credentials of cluster \""
                            + cluster
                            + "\" are no use: "
                            + Causes.words(e));
        }
    }

    /** A proxy over TLS is known by whom the member is known by, and shown no credential. */
    private static Backend.Way way(Kubeconfig kubeconfig)
            throws GeneralSecurityException, IOException {
        MemberProxy proxy = kubeconfig.proxy();
        if (proxy == null) {
            return Backend.DIRECT;
        }
        Config trust =
                new ConfigBuilder(Config.empty())
                        .withCaCertData(kubeconfig.certificateAuthority())
                        .build();
        return new ProxyWay(proxy, proxy.isSecured() ? SSLUtils.sslContext(trust) : null);
    }

    /**
     * @throws ApiException ServiceUnavailable, which does not tell people where the member is
     */
    ApiResponse pass(Passing passing) {
        ApiRequest request =
                new ApiRequest(
                        passing.method(),
                        passing.target(),
                        Query.NONE,
                        passing.headers(),
                        _ -> passing.body(),
                        "",
                        "api",
                        List.of());
        String target = stem(kubeconfig.server().getRawPath()) + passing.target();
        try {
            return HttpRelay.relay(backend(), request, target, identity(passing));
        } catch (ApiException e) {
            LOG.debug("cluster={} request={} not passed on", cluster, passing.id(), e);
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "cluster \"" + cluster + "\" cannot be reached");
        }
    }

    Backend backend() {
        URI server = kubeconfig.server();
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        String name = kubeconfig.tlsServerName();
        return new Backend(
                host,
                server.getPort() < 0 ? HTTPS : server.getPort(),
                tls,
                name == null ? host : name,
                way);
    }

    /** The engine's own requests, over the same way as people's. */
    Transport transport(Wires wires, @Nullable UserInfo person, Duration timeout) {
        return new WireTransport(
                cluster,
                wires,
                stem(kubeconfig.server().getRawPath()),
                () -> identity(person),
                timeout);
    }

    private static String stem(@Nullable String path) {
        return path == null ? "" : path.replaceFirst("/+$", "");
    }

    /** The person by name, the request by the hub's id of it. */
    private List<Header> identity(Passing passing) {
        List<Header> headers = identity(passing.person());
        headers.add(new Header("Audit-Id", passing.id()));
        return headers;
    }

    /** We by our credentials, and the person by name. */
    private List<Header> identity(@Nullable UserInfo person) {
        List<Header> headers =
                new ArrayList<>(person == null ? List.of() : Impersonation.headers(person));
        String token = tokens == null ? kubeconfig.token() : tokens.get();
        if (token != null) {
            headers.add(new Header("Authorization", "Bearer " + token));
        }
        return headers;
    }
}
