package io.pinisi.federation.reverse;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.tunnel.Mux;
import io.pinisi.federation.tunnel.MuxStream;
import io.pinisi.federation.tunnel.Pipe;
import io.pinisi.federation.tunnel.TunnelLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the agents of members arrive. It stands before the engine does, and lets nobody in until
 * the engine says whom.
 */
public final class AgentGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentGate.class);
    private static final int BUFFER = 256 << 10;

    private final TunnelLimits limits;
    private final InstantSource clock;
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();
    private volatile @Nullable Host host;

    /** Who decides which agents may come in. */
    public interface Host {
        /** Empty to let it in; otherwise why not. */
        Optional<ApiException> refusal(String cluster);

        /** From now on, or not any more, requests to the member arrive. Must be quick. */
        void changed(String cluster);
    }

    private record Guest(Mux mux, Instant since) {}

    public AgentGate(TunnelLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Begins to let agents in; null closes the gate and ends every connection. */
    public void open(@Nullable Host doorkeeper) {
        host = doorkeeper;
        if (doorkeeper == null) {
            guests.values().forEach(guest -> guest.mux().close());
        }
    }

    /** The hub's route for agents. */
    public Optional<ApiResponse> answer(ApiRequest request) {
        return AgentPaths.cluster(request.path()).map(cluster -> welcome(cluster, request));
    }

    private ApiResponse welcome(String cluster, ApiRequest request) {
        String user = RequestContext.current().user().name();
        if (!user.equals(AgentPaths.user(cluster))) {
            throw new ApiException(
                    Reason.FORBIDDEN,
                    "only the agent of cluster \"" + cluster + "\" connects here");
        }
        Host doorkeeper = host;
        if (doorkeeper == null) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the engine is not running yet");
        }
        doorkeeper
                .refusal(cluster)
                .ifPresent(
                        refusal -> {
                            throw refusal;
                        });
        if (!request.header("upgrade").equals(AgentPaths.PROTOCOL)) {
            throw ApiException.badRequest("this is for agents: upgrade to " + AgentPaths.PROTOCOL);
        }
        return new ApiResponse(
                101,
                List.of(
                        new Header("Connection", "Upgrade"),
                        new Header("Upgrade", AgentPaths.PROTOCOL)),
                new Body.Tunnelled(receive(cluster, doorkeeper)));
    }

    /** What the agent sends comes out of one pipe, what it is sent goes into the other. */
    private ByteTunnel receive(String cluster, Host doorkeeper) {
        Pipe fromAgent = new Pipe(BUFFER);
        Pipe toAgent = new Pipe(BUFFER);
        Wire wire = new Wire(toAgent.input(), fromAgent.output(), fromAgent, toAgent);
        Mux mux = Mux.opener(cluster, fromAgent.input(), toAgent.output(), wire, limits, clock);
        Thread.ofVirtual().name("agent-" + cluster).start(() -> serve(cluster, mux, doorkeeper));
        return wire;
    }

    private void serve(String cluster, Mux mux, Host doorkeeper) {
        Guest guest = new Guest(mux, clock.instant());
        Guest before = guests.put(cluster, guest);
        if (before != null) {
            before.mux().close();
        }
        LOG.info("agent connected cluster={}", cluster);
        doorkeeper.changed(cluster);
        String why = mux.run();
        if (guests.remove(cluster, guest)) {
            LOG.info("agent gone cluster={} reason={}", cluster, why);
            doorkeeper.changed(cluster);
        }
    }

    private record Wire(InputStream input, OutputStream output, Pipe fromAgent, Pipe toAgent)
            implements ByteTunnel {
        @Override
        public void close() {
            fromAgent.fail("the connection ended");
            toAgent.end();
        }
    }

    /** Since when the cluster's agent is connected; empty where it is not. */
    public Optional<Instant> since(String cluster) {
        return Optional.ofNullable(guests.get(cluster)).map(Guest::since);
    }

    /** Ends the connection of a cluster that is let go. */
    public void dismiss(String cluster) {
        Guest guest = guests.get(cluster);
        if (guest != null) {
            guest.mux().close();
        }
    }

    /**
     * @throws ApiException ServiceUnavailable where the agent is not there or does not answer
     */
    public Transport.Response send(String cluster, Exchange.Question question, Duration timeout) {
        Guest guest = guests.get(cluster);
        if (guest == null) {
            throw unreachable(cluster, "its agent is not connected");
        }
        try {
            return send(guest.mux().open(), question, timeout);
        } catch (IOException e) {
            throw unreachable(cluster, String.valueOf(e.getMessage()));
        }
    }

    private static Transport.Response send(
            MuxStream stream, Exchange.Question question, Duration timeout) throws IOException {
        Transport.Response response = null;
        try {
            stream.patience(timeout);
            Exchange.ask(stream, question);
            response = Exchange.answer(stream);
            return response;
        } finally {
            if (response != null && response.body() instanceof Transport.Body.Frames) {
                stream.patience(Duration.ZERO);
            } else {
                stream.close();
            }
        }
    }

    /**
     * Carries a person's own request.
     *
     * @param timeout for an answer to begin
     * @throws ApiException ServiceUnavailable where the agent is not there or does not answer
     */
    public ApiResponse pass(String cluster, Passing passing, Duration timeout) {
        Guest guest = guests.get(cluster);
        if (guest == null) {
            throw unreachable(cluster, "its agent is not connected");
        }
        try {
            return pass(guest.mux().open(), passing, timeout);
        } catch (IOException e) {
            throw unreachable(cluster, String.valueOf(e.getMessage()));
        }
    }

    private static ApiResponse pass(MuxStream stream, Passing passing, Duration timeout)
            throws IOException {
        try {
            stream.patience(timeout);
            ApiResponse answer = Passage.ask(stream, passing);
            stream.patience(Duration.ZERO);
            return answer;
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Tells the cluster's agent what its member is to have. */
    public OrderMessages.Answer list(String cluster, Map<String, String> marks, Duration timeout) {
        byte[] body = orders(cluster, OrderMessages.LIST, OrderMessages.list(marks), timeout);
        return OrderMessages.answerOf(body);
    }

    /** Gives the cluster's agent orders that it lacks. */
    public void give(String cluster, List<Order> orders, Duration timeout) {
        orders(cluster, OrderMessages.OBJECTS, OrderMessages.objects(orders), timeout);
    }

    private byte[] orders(String cluster, String path, byte[] body, Duration timeout) {
        Transport.Request request = new Transport.Request("POST", path, Map.of(), body);
        Transport.Response answer =
                send(
                        cluster,
                        new Exchange.Question(Exchange.Service.ORDERS, request, null),
                        timeout);
        if (answer.status() == 200 && answer.body() instanceof Transport.Body.Whole(byte[] bytes)) {
            return bytes;
        }
        throw unreachable(cluster, "its agent takes no orders: HTTP " + answer.status());
    }

    private static ApiException unreachable(String cluster, String why) {
        return new ApiException(
                Reason.SERVICE_UNAVAILABLE,
                "cluster \"" + cluster + "\" cannot be reached: " + why);
    }

    @Override
    public void close() {
        open(null);
    }
}
