package io.pinisi.portal.web;

import io.micronaut.context.ApplicationContext;
import io.pinisi.auth.Sessions;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.kubeconfig.KubernetesApi;
import io.pinisi.portal.kubeconfig.KubernetesApis;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running portal. It answers as soon as it is started; the views say that the hub is starting
 * until {@link #connect} gives them something to show.
 */
public final class Portal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Portal.class);

    private final ApplicationContext context;
    private final WebServer server;
    private final BackendSlot backend;
    private final KubernetesApis apis;

    private Portal(
            ApplicationContext context,
            WebServer server,
            BackendSlot backend,
            KubernetesApis apis) {
        this.context = context;
        this.server = server;
        this.backend = backend;
        this.apis = apis;
    }

    public static Portal start(PortalOptions options, WaysIn waysIn, InstantSource clock) {
        long begin = System.nanoTime();
        Sessions sessions = new Sessions(options.sessions(), clock, VaadinRequests::isAutomatic);
        BackendSlot backend = new BackendSlot();
        KubernetesApis apis = new KubernetesApis();
        ApplicationContext context =
                ApplicationContext.builder()
                        .deduceEnvironment(false)
                        .bootstrapEnvironment(false)
                        .banner(false)
                        .singletons(
                                options,
                                waysIn,
                                waysIn.accounts(),
                                waysIn.singleSignOn(),
                                waysIn.records(),
                                waysIn.tokens(),
                                sessions,
                                backend,
                                apis,
                                clock)
                        .start();
        try {
            WebServer server = context.getBean(WebServer.class);
            server.start();
            Portal portal = new Portal(context, server, backend, apis);
            log.info(
                    "portal listening url={} millis={}",
                    portal.url(),
                    (System.nanoTime() - begin) / 1_000_000);
            return portal;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** Gives the views what they show and do; before, they say that the hub is starting. */
    public void connect(Backend services) {
        backend.connect(services);
    }

    /**
     * The same, with what was.
     *
     * @param past the services as of a moment
     */
    public void connect(Backend services, Function<Instant, Backend> past) {
        backend.connect(services, past);
    }

    /** From now on people get a kubeconfig for these. */
    public void offer(List<KubernetesApi> known) {
        apis.set(known);
    }

    public int port() {
        return server.port();
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.stop();
        context.close();
    }
}
