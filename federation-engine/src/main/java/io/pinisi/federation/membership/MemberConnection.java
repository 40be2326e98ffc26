package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One member's fabric8 client, and what is built on its connection. */
final class MemberConnection implements AutoCloseable {
    /** How long a member may take to answer a request that is no stream. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Clients kept for people at a time; the one unused for longest is closed. */
    private static final int PEOPLE_MAX = 32;

    private final String cluster;
    private final Kubeconfig kubeconfig;
    private final KubernetesClient client;
    private final ApiClient api;
    private final Map<UserInfo, KubernetesClient> people = new LinkedHashMap<>(16, 0.75f, true);

    MemberConnection(String cluster, Kubeconfig kubeconfig) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
        this.client = build(null);
        this.api = api(null);
    }

    Kubeconfig kubeconfig() {
        return kubeconfig;
    }

    KubernetesClient client() {
        return client;
    }

    ApiClient api() {
        return api;
    }

    /** A client that acts as a person; cheap. */
    ApiClient api(@Nullable UserInfo person) {
        return api(person, TIMEOUT);
    }

    /** The engine's client for a question that loses its worth if the answer takes long. */
    ApiClient hasty(Duration timeout) {
        return api(null, timeout);
    }

    private ApiClient api(@Nullable UserInfo person, Duration timeout) {
        return new ApiClient(
                new MemberTransport(
                        cluster, client.getHttpClient(), kubeconfig.server(), person, timeout));
    }

    /** A fabric8 client that acts as a person; kept for the next time. */
    synchronized KubernetesClient as(UserInfo person) {
        KubernetesClient known = people.get(person);
        if (known != null) {
            return known;
        }
        if (people.size() >= PEOPLE_MAX) {
            UserInfo eldest = people.keySet().iterator().next();
            KubernetesClient old = people.remove(eldest);
            if (old != null) {
                old.close();
            }
        }
        KubernetesClient fresh = build(person);
        people.put(person, fresh);
        return fresh;
    }

    private KubernetesClient build(@Nullable UserInfo person) {
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
        if (kubeconfig.clientCertificate() != null && kubeconfig.clientKey() != null) {
            config.withClientCertData(kubeconfig.clientCertificate())
                    .withClientKeyData(kubeconfig.clientKey())
                    .withClientKeyAlgo(KeyAlgorithm.of(kubeconfig.clientKey()));
        }
        if (person != null) {
            config.withImpersonateUsername(person.name())
                    .withImpersonateGroups(person.groups().toArray(String[]::new))
                    .withImpersonateExtras(person.extra());
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
    public synchronized void close() {
        people.values().forEach(KubernetesClient::close);
        people.clear();
        client.close();
    }
}
