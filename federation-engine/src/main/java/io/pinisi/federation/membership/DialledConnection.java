package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.login.TokenSource;
import io.pinisi.federation.reverse.Passing;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A member that the hub dials: its fabric8 client, whose connections everything shares. */
final class DialledConnection implements MemberConnection {
    private final String cluster;
    private final Kubeconfig kubeconfig;
    private final @Nullable TokenSource tokens;
    private final KubernetesClient client;
    private final ApiClient api;
    private final MemberRelay relay;

    DialledConnection(String cluster, Kubeconfig kubeconfig, @Nullable TokenSource tokens) {
        this(cluster, kubeconfig, tokens, UnaryOperator.identity());
    }

    /**
     * @param tokens where the kubeconfig says how one is fetched
     * @param fence stands before what is done as the engine
     */
    DialledConnection(
            String cluster,
            Kubeconfig kubeconfig,
            @Nullable TokenSource tokens,
            UnaryOperator<Transport> fence) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
        this.tokens = tokens;
        this.client = build();
        this.api = new ApiClient(fence.apply(transport(null, TIMEOUT)));
        this.relay = MemberRelay.of(cluster, kubeconfig, tokens, client.getConfiguration());
    }

    Kubeconfig kubeconfig() {
        return kubeconfig;
    }

    @Override
    public ApiClient api() {
        return api;
    }

    @Override
    public ApiResponse pass(Passing passing) {
        return relay.pass(passing);
    }

    @Override
    public ApiClient api(UserInfo person) {
        return api(person, TIMEOUT);
    }

    @Override
    public ApiClient hasty(Duration timeout) {
        return api(null, timeout);
    }

    private ApiClient api(@Nullable UserInfo person, Duration timeout) {
        return new ApiClient(transport(person, timeout));
    }

    /** For requests that were made elsewhere. */
    Transport transport(@Nullable UserInfo person, Duration timeout) {
        return new MemberTransport(
                cluster, client.getHttpClient(), kubeconfig.server(), person, timeout);
    }

    private KubernetesClient build() {
        ConfigBuilder config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(kubeconfig.server().toString())
                        .withNamespace("default")
                        .withHttp2Disable(true)
                        .withTlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout((int) TIMEOUT.toMillis() / 2)
                        .withRequestTimeout((int) TIMEOUT.toMillis())
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
    }
}
