package io.pinisi.cluster.app;

import io.pinisi.cluster.apiserver.http.HttpEngine;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Kubeconfig;
import io.pinisi.cluster.pki.Pki;
import java.util.List;
import java.util.Set;

/** A running API server. */
public final class ApiServer implements AutoCloseable {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final Pki pki;
    private final HttpEngine engine;
    private final Pipeline pipeline;
    private final String host;
    private final List<AutoCloseable> parts;

    /**
     * @param parts closed after the engine, in order
     */
    ApiServer(
            Pki pki, HttpEngine engine, Pipeline pipeline, String host, List<AutoCloseable> parts) {
        this.pki = pki;
        this.engine = engine;
        this.pipeline = pipeline;
        this.host = host;
        this.parts = List.copyOf(parts);
    }

    public int port() {
        return engine.port();
    }

    public String url() {
        return url(host, port());
    }

    /** Who listens on all addresses is reached from this machine by its own. */
    static String url(String bound, int port) {
        String host = EVERYWHERE.contains(bound) ? "127.0.0.1" : bound;
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    public Pki pki() {
        return pki;
    }

    /** A client in this process that acts as the user, through the whole pipeline. */
    public ApiClient client(UserInfo user) {
        boolean machine = user.name().startsWith("system:");
        return client(user, machine ? user.name().replace(':', '-') : "portal");
    }

    /**
     * @param userAgent owner of the fields the client sets where it names no field manager
     */
    public ApiClient client(UserInfo user, String userAgent) {
        return pipeline.client(user, userAgent);
    }

    /** A kubeconfig with one context, whose client certificate says that its bearer is the user. */
    public String kubeconfig(String contextName, UserInfo user) {
        return kubeconfig(contextName, url(), user);
    }

    /**
     * @param url how it is reached where the kubeconfig is used
     */
    public String kubeconfig(String contextName, String url, UserInfo user) {
        return Kubeconfig.of(contextName, url, pki.clientCredential(user));
    }

    @Override
    public void close() {
        engine.close();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("the API server does not stop cleanly", e);
            }
        }
    }
}
