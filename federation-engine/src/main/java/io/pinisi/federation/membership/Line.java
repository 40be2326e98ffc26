package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.login.TokenSource;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a member under one identity in TLS: its fabric8 client, which everything
 * shares, or connections of our own where there is a proxy on the way.
 */
final class Line implements AutoCloseable {
    private final String cluster;
    private final Kubeconfig kubeconfig;
    private final KubernetesClient client;
    private final MemberRelay relay;
    private final @Nullable Wires wires;

    /**
     * @param kubeconfig with the client certificate that is used, if any
     * @throws ApiException the credentials cannot be used at all
     */
    Line(String cluster, Kubeconfig kubeconfig, @Nullable TokenSource tokens) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
        this.client = client(tokens);
        this.relay = MemberRelay.of(cluster, kubeconfig, tokens, client.getConfiguration());
        this.wires =
                kubeconfig.proxy() == null
                        ? null
                        : new Wires(relay.backend(), InstantSource.system());
    }

    Kubeconfig kubeconfig() {
        return kubeconfig;
    }

    MemberRelay relay() {
        return relay;
    }

    Transport transport(@Nullable UserInfo person, Duration timeout) {
        return wires == null
                ? new MemberTransport(
                        cluster, client.getHttpClient(), kubeconfig.server(), person, timeout)
                : relay.transport(wires, person, timeout);
    }

    private KubernetesClient client(@Nullable TokenSource tokens) {
        int timeout = (int) MemberConnection.TIMEOUT.toMillis();
        ConfigBuilder config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(kubeconfig.server().toString())
                        .withNamespace("default")
                        .withHttp2Disable(true)
                        .withTlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout(timeout / 2)
                        .withRequestTimeout(timeout)
                        .withCaCertData(kubeconfig.certificateAuthority())
                        .withTlsServerName(kubeconfig.tlsServerName())
                        .withOauthToken(kubeconfig.token());
        if (tokens != null) {
            config.withOauthTokenProvider(tokens::get);
        }
        if (kubeconfig.clientCertificate() != null && kubeconfig.clientKey() != null) {
            config.withClientCertData(kubeconfig.clientCertificate())
                    .withClientKeyData(kubeconfig.clientKey())
                    .withClientKeyAlgo(KeyAlgorithm.of(kubeconfig.clientKey()));
        }
        try {
            return new KubernetesClientBuilder()
                    .withConfig(config.build())
                    .withHttpClientFactory(new Strict())
                    .build();
        } catch (RuntimeException e) {
            throw ApiException.badRequest(
                    "the credentials of cluster \""
                            + cluster
                            + "\" are no use: "
                            + Causes.words(e));
        }
    }

    /** Virtual threads, and no redirects: a member decides nothing about where we dial. */
    private static final class Strict extends JdkHttpClientFactory {
        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            builder.followRedirects(HttpClient.Redirect.NEVER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor());
        }
    }

    @Override
    public void close() {
        client.close();
        if (wires != null) {
            wires.close();
        }
    }
}
