package io.pinisi.portal.logs;

import io.pinisi.auth.Identity;
import io.pinisi.auth.Sessions;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.pods.LogRequest;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket endpoint that streams logs to their viewer. */
@Singleton
public final class LogSockets {
    public static final String PATH = "/streams/log";
    private static final Logger log = LoggerFactory.getLogger(LogSockets.class);
    private static final String IDENTITY = Identity.class.getName();
    private static final int LONGEST_MESSAGE_IN = 256;

    private final LogTickets tickets;
    private final BackendSlot backend;
    private final Sessions sessions;

    LogSockets(LogTickets tickets, BackendSlot backend, Sessions sessions) {
        this.tickets = tickets;
        this.backend = backend;
        this.sessions = sessions;
    }

    /** Adds the endpoint to the server. */
    public void register(ServletContext servlets, ServerContainer sockets)
            throws DeploymentException {
        sockets.setDefaultMaxTextMessageBufferSize(LONGEST_MESSAGE_IN);
        sockets.addEndpoint(
                ServerEndpointConfig.Builder.create(Socket.class, PATH)
                        .configurator(
                                new ServerEndpointConfig.Configurator() {
                                    @Override
                                    public <T> T getEndpointInstance(Class<T> type) {
                                        return type.cast(new Socket());
                                    }

                                    @Override
                                    public void modifyHandshake(
                                            ServerEndpointConfig config,
                                            HandshakeRequest request,
                                            HandshakeResponse response) {
                                        remember(config, request);
                                    }
                                })
                        .build());
    }

    /** One viewer; public because the container insists. */
    public final class Socket extends Endpoint {
        private Socket() {}

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            Optional<Identity> identity = identity(session);
            Optional<LogRequest> request =
                    identity.flatMap(who -> tickets.redeem(ticket(session), who));
            if (request.isEmpty()) {
                close(session, CloseCodes.VIOLATED_POLICY, "the ticket is not valid");
                return;
            }
            LogPump pump = new LogPump(session, sessions, identity.get());
            Thread.ofVirtual()
                    .name("log-" + session.getId())
                    .start(
                            () ->
                                    pump.run(
                                            () ->
                                                    backend.get()
                                                            .pods()
                                                            .log(identity.get(), request.get())));
        }

        @Override
        public void onError(Session session, Throwable error) {
            log.debug("log stream failed", error);
        }
    }

    /** A WebSocket sees neither the request nor its filter; what it may know travels here. */
    private void remember(ServerEndpointConfig config, HandshakeRequest request) {
        if (request.getHttpSession() instanceof HttpSession session) {
            sessions.identity(session)
                    .ifPresent(who -> config.getUserProperties().put(IDENTITY, who));
        }
    }

    private static Optional<Identity> identity(Session session) {
        return session.getUserProperties().get(IDENTITY) instanceof Identity identity
                ? Optional.of(identity)
                : Optional.empty();
    }

    private static String ticket(Session session) {
        List<String> given = session.getRequestParameterMap().getOrDefault("ticket", List.of());
        return given.size() == 1 ? given.getFirst() : "";
    }

    static void close(Session session, CloseReason.CloseCode code, String why) {
        try {
            session.close(new CloseReason(code, why));
        } catch (IOException e) {
            log.debug("closing a log stream failed", e);
        }
    }
}
