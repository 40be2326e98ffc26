package io.pinisi.cluster.network.dns;

import io.pinisi.cluster.node.engine.NetworkNamespace;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one node's questions over UDP and TCP, inside the node's namespace. */
public final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final int PORT = 53;
    private static final int UDP_LIMIT = 512;
    private static final int TCP_LIMIT = 65_535;
    private static final int MAX_UNDER_WAY = 512;
    private static final int MAX_ALIASES = 8;
    private static final Duration UPSTREAM_LIMIT = Duration.ofSeconds(3);

    private final DatagramChannel datagrams;
    private final ServerSocketChannel connections;
    private final Supplier<RecordIndex> index;
    private final String domain;
    private final List<String> upstreams;
    private final Semaphore places = new Semaphore(MAX_UNDER_WAY);

    private DnsServer(
            DatagramChannel datagrams,
            ServerSocketChannel connections,
            Supplier<RecordIndex> index,
            String domain,
            List<String> upstreams) {
        this.datagrams = datagrams;
        this.connections = connections;
        this.index = index;
        this.domain = domain;
        this.upstreams = List.copyOf(upstreams);
    }

    /**
     * @param address an address of the namespace
     * @param upstreams the machine's own resolvers, asked from outside the namespace
     */
    public static DnsServer start(
            NetworkNamespace namespace,
            InetAddress address,
            Supplier<RecordIndex> index,
            String domain,
            List<String> upstreams) {
        InetSocketAddress local = new InetSocketAddress(address, PORT);
        DatagramChannel datagrams = namespace.call(() -> DatagramChannel.open().bind(local));
        ServerSocketChannel connections =
                namespace.call(() -> ServerSocketChannel.open().bind(local));
        DnsServer server = new DnsServer(datagrams, connections, index, domain, upstreams);
        Thread.ofPlatform().daemon().name("dns udp " + address).start(server::serveDatagrams);
        Thread.ofVirtual().name("dns tcp " + address).start(server::serveConnections);
        return server;
    }

    private void serveDatagrams() {
        ByteBuffer buffer = ByteBuffer.allocate(TCP_LIMIT);
        while (datagrams.isOpen()) {
            try {
                buffer.clear();
                SocketAddress client = datagrams.receive(buffer);
                byte[] request = Arrays.copyOf(buffer.array(), buffer.position());
                if (client != null && places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> answerDatagram(request, client));
                }
            } catch (IOException e) {
                if (datagrams.isOpen()) {
                    LOG.warn("dns: {}", e.getMessage());
                }
            }
        }
    }

    private void answerDatagram(byte[] request, SocketAddress client) {
        try {
            datagrams.send(ByteBuffer.wrap(answer(request, UDP_LIMIT)), client);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("dns: {}", e.getMessage());
        } finally {
            places.release();
        }
    }

    private void serveConnections() {
        while (connections.isOpen()) {
            try {
                SocketChannel client = connections.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> answerConnection(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                if (connections.isOpen()) {
                    LOG.warn("dns: {}", e.getMessage());
                }
            }
        }
    }

    private void answerConnection(SocketChannel client) {
        try (client;
                DataInputStream in = new DataInputStream(Channels.newInputStream(client));
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client))) {
            while (true) {
                byte[] request = new byte[in.readUnsignedShort()];
                in.readFully(request);
                byte[] answer = answer(request, TCP_LIMIT);
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("dns: {}", e.getMessage());
        } finally {
            places.release();
        }
    }

    /** Package-private for tests. */
    byte[] answer(byte[] request, int limit) {
        DnsMessage.Question question = DnsMessage.read(request);
        RecordIndex current = index.get();
        if (!current.answersFor(question.name())) {
            return forward(question, request, limit);
        }
        List<DnsRecord> found = resolve(current, question);
        int code =
                found.isEmpty() && !current.exists(question.name())
                        ? DnsMessage.NAME_ERROR
                        : DnsMessage.NO_ERROR;
        return DnsMessage.answer(question, code, found, domain, limit);
    }

    /** Follows aliases as long as they stay in the cluster; the client asks for the rest itself. */
    private static List<DnsRecord> resolve(RecordIndex index, DnsMessage.Question question) {
        List<DnsRecord> all = new ArrayList<>();
        String name = question.name();
        for (int i = 0; i < MAX_ALIASES; i++) {
            List<DnsRecord> found = index.find(name, question.type());
            all.addAll(found);
            if (found.size() == 1 && found.getFirst() instanceof DnsRecord.Alias alias) {
                name = alias.target();
            } else {
                break;
            }
        }
        return all;
    }

    private byte[] forward(DnsMessage.Question question, byte[] request, int limit) {
        for (String upstream : upstreams) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(Math.toIntExact(UPSTREAM_LIMIT.toMillis()));
                InetSocketAddress server = new InetSocketAddress(upstream, PORT);
                socket.connect(server);
                socket.send(new DatagramPacket(request, request.length));
                DatagramPacket answer = new DatagramPacket(new byte[TCP_LIMIT], TCP_LIMIT);
                socket.receive(answer);
                return Arrays.copyOf(answer.getData(), answer.getLength());
            } catch (IOException e) {
                LOG.debug("resolver {}: {}", upstream, e.getMessage());
            }
        }
        return DnsMessage.answer(
                question,
                upstreams.isEmpty() ? DnsMessage.NAME_ERROR : DnsMessage.SERVER_FAILURE,
                List.of(),
                "",
                limit);
    }

    @Override
    public void close() {
        try {
            datagrams.close();
            connections.close();
        } catch (IOException e) {
            LOG.debug("close: {}", e.getMessage());
        }
    }
}
