package io.pinisi.federation.agent;

import io.pinisi.cluster.client.bootstrap.Enrolment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.federation.membership.LocalMember;
import io.pinisi.federation.tunnel.Mux;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running agent. */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private static final Duration RENEWAL_RETRY = Duration.ofMinutes(1);

    private final AgentOptions options;
    private final Identity identity;
    private final LocalMember member;
    private final OrderBook book;
    private final Keeper keeper;
    private final Desk desk;
    private final Thread thread;
    private volatile @Nullable Mux connection;
    private volatile boolean closed;
    private Instant lost;

    private Agent(AgentOptions options) throws IOException {
        this.options = options;
        this.identity = new Identity(options);
        this.book = OrderBook.open(options.home().resolve("orders"));
        this.member =
                new LocalMember(
                        options.cluster(), options.member(), options.plugins(), options.clock());
        this.keeper = new Keeper(member.api(), book, options.clock());
        this.desk = new Desk(member, book, keeper);
        this.lost = options.clock().instant();
        this.thread = Thread.ofVirtual().name("agent-" + options.cluster()).unstarted(this::run);
    }

    /**
     * Begins to dial.
     *
     * @throws IOException where the home cannot be used
     */
    public static Agent start(AgentOptions options) throws IOException {
        Agent agent = new Agent(options);
        agent.keeper.start();
        agent.thread.start();
        return agent;
    }

    /** Waits until the agent is closed. */
    public void await() throws InterruptedException {
        thread.join();
    }

    public boolean isConnected() {
        Mux mux = connection;
        return mux != null && !mux.isClosed();
    }

    private void run() {
        Duration wait = options.patience().retryFirst();
        while (!closed) {
            Instant begun = options.clock().instant();
            attempt();
            boolean held = begun.plus(options.patience().retryMost()).isBefore(lost);
            wait = held ? options.patience().retryFirst() : wait;
            try {
                keepAlone();
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                return;
            }
            Duration most = options.patience().retryMost();
            wait = wait.multipliedBy(2).compareTo(most) > 0 ? most : wait.multipliedBy(2);
        }
    }

    private void attempt() {
        try {
            Credential credential = identity.credential();
            SSLSocket socket = HubDoor.enter(options.hub(), options.cluster(), credential);
            LOG.info("connected cluster={} hub={}", options.cluster(), options.hub());
            String why = serve(socket, Enrolment.renewal(credential.certificate()));
            lost = options.clock().instant();
            LOG.info("connection ended cluster={} reason={}", options.cluster(), why);
        } catch (ApiException e) {
            refused(e);
        } catch (IOException e) {
            LOG.warn("the hub cannot be reached: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the connection failed", e);
        }
    }

    private String serve(SSLSocket socket, Instant renewal) throws IOException {
        Mux mux =
                Mux.acceptor(
                        options.cluster(),
                        socket.getInputStream(),
                        socket.getOutputStream(),
                        socket,
                        options.tunnel(),
                        options.clock(),
                        desk::serve);
        connection = mux;
        keeper.rest();
        Thread alarm = Thread.ofVirtual().name("renewal").start(() -> endAt(mux, renewal));
        try {
            if (closed) {
                mux.close();
            }
            return mux.run();
        } finally {
            alarm.interrupt();
        }
    }

    /** Then the next connection is made with the next certificate. */
    private void endAt(Mux mux, Instant renewal) {
        Instant soonest = options.clock().instant().plus(RENEWAL_RETRY);
        Instant end = renewal.isAfter(soonest) ? renewal : soonest;
        try {
            Thread.sleep(Duration.between(options.clock().instant(), end));
            mux.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refused(ApiException refusal) {
        if (refusal.is(Reason.GONE)) {
            LOG.warn("the hub has let this cluster go: {}", refusal.getMessage());
            keeper.rest();
            book.all().forEach(order -> book.forget(order.id()));
            return;
        }
        LOG.warn("the hub does not let this agent in: {}", refusal.getMessage());
    }

    private void keepAlone() {
        Instant due = lost.plus(options.patience().grace());
        if (!closed && !options.clock().instant().isBefore(due)) {
            keeper.wake();
        }
    }

    @Override
    public void close() {
        closed = true;
        Mux mux = connection;
        if (mux != null) {
            mux.close();
        }
        thread.interrupt();
        keeper.close();
        member.close();
    }
}
