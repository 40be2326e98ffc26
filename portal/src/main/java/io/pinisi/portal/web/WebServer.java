package io.pinisi.portal.web;

import com.vaadin.flow.server.communication.JSR356WebsocketInitializer;
import io.micronaut.context.ApplicationContext;
import io.pinisi.auth.AuthenticationFilter;
import io.pinisi.auth.Caller;
import io.pinisi.auth.Sessions;
import io.pinisi.cluster.apiserver.http.BadHeads;
import io.pinisi.cluster.apiserver.http.SlowHeads;
import io.pinisi.cluster.apiserver.http.TurnedAway;
import io.pinisi.portal.logs.LogSockets;
import jakarta.inject.Singleton;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.ee11.websocket.servlet.WebSocketUpgradeFilter;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with everything that is served on the portal's port, in the order that requests take. */
@Singleton
final class WebServer {
    static final String CONTEXT_ATTRIBUTE = ApplicationContext.class.getName();

    private final Server server;
    private final ServerConnector connector;

    WebServer(
            ApplicationContext context,
            PortalOptions options,
            Sessions sessions,
            VaadinStartup vaadin,
            SignInServlet signIn,
            SignOutServlet signOut,
            SingleSignOnServlet singleSignOn,
            KubeconfigServlet kubeconfig,
            SessionServlet session,
            HealthServlet health,
            LogSockets logs,
            ForeignRequests foreign,
            RefusedAttempts attempts) {
        server = new Server(threads());
        connector = connector(server, options);
        TurnedAway turnedAway = (source, why) -> record(attempts, source, why);
        connector.addBean(
                new SlowHeads(connector.getScheduler(), options.limits().headersMax(), turnedAway));
        server.setErrorHandler(new BadHeads(turnedAway));
        ServletContextHandler web = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        web.setClassLoader(WebServer.class.getClassLoader());
        web.setBaseResource(staticFiles(ResourceFactory.of(web)));
        web.setAttribute(CONTEXT_ATTRIBUTE, context);
        configure(web.getSessionHandler(), options);
        web.addEventListener(sessions);

        add(web, new SecurityHeaders(options.secureCookies()));
        add(
                web,
                new AuthenticationFilter(
                        List.of(sessions),
                        PublicPaths::contains,
                        VaadinRequests::refuse,
                        foreign::refuse));
        addUpgrades(web);
        add(web, health, "/health/*");
        add(web, signIn, SignInServlet.PATH);
        add(web, signOut, SignOutServlet.PATH);
        add(web, singleSignOn, SingleSignOnServlet.PATH + "*");
        add(web, session, SessionServlet.PATH);
        add(web, kubeconfig, KubeconfigServlet.PATH + "/*");
        add(web, new PublicFiles(), "/assets/*", "/aura/*", "/favicon.ico");
        ServletHolder pages = add(web, new PortalVaadinServlet(), "/*");
        pages.setInitOrder(1);

        web.addServletContainerInitializer((classes, servlets) -> vaadin.start(servlets));
        JakartaWebSocketServletContainerInitializer.configure(web, logs::register);
        web.addEventListener(new JSR356WebsocketInitializer());
        server.setHandler(new BodyGuard(web, options.limits(), attempts));
    }

    private static void record(RefusedAttempts attempts, String source, String why) {
        try {
            attempts.record(
                    new RefusedAttempts.Attempt("connect", "connection", why),
                    new Caller(source, "", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the portal cannot listen: " + e.getMessage(), e);
        }
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the portal did not stop", e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    URI url() {
        return URI.create("http://" + connector.getHost() + ":" + port());
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool();
        pool.setName("http");
        pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return pool;
    }

    private static ServerConnector connector(Server server, PortalOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        WebLimits limits = options.limits();
        http.setRequestHeaderSize(limits.headerBytesMax());
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(limits.idleMax().toMillis());
        server.addBean(new NetworkConnectionLimit(limits.connectionsMax(), connector));
        server.addConnector(connector);
        return connector;
    }

    private static void configure(SessionHandler sessions, PortalOptions options) {
        boolean secure = options.secureCookies();
        sessions.setSessionCookie(secure ? "__Host-pinisi-session" : "pinisi-session");
        sessions.setSecureCookies(secure);
        sessions.setHttpOnly(true);
        sessions.setSameSite(HttpCookie.SameSite.LAX);
        sessions.setSessionPath("/");
        // Never a session id in a URL, where logs and referrers would keep it.
        sessions.setSessionIdPathParameterName("none");
    }

    /** What a servlet container gives a web application: META-INF/resources of every jar. */
    private static Resource staticFiles(ResourceFactory resources) {
        try {
            return ResourceFactory.combine(
                    Collections.list(
                                    WebServer.class
                                            .getClassLoader()
                                            .getResources("META-INF/resources"))
                            .stream()
                            .map(resources::newResource)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ServletContextHandler web, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        web.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    /** Jetty would put its own in front of all others, and handshakes past the authentication. */
    private static void addUpgrades(ServletContextHandler web) {
        FilterHolder holder = new FilterHolder(new WebSocketUpgradeFilter());
        holder.setName(WebSocketUpgradeFilter.class.getName());
        holder.setAsyncSupported(true);
        web.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    private static ServletHolder add(
            ServletContextHandler web, HttpServlet servlet, String... paths) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        for (String path : paths) {
            web.addServlet(holder, path);
        }
        return holder;
    }
}
