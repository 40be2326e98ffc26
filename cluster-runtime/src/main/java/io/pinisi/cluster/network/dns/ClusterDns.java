package io.pinisi.cluster.network.dns;

import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.node.engine.EngineFailure;
import io.pinisi.cluster.node.engine.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** DNS of one cluster: one index, a server in every node. */
public final class ClusterDns implements AutoCloseable {
    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");
    private static final String LOOPBACK = "127.";

    private final Informer services;
    private final Informer slices;
    private final String domain;
    private final AtomicBoolean stale = new AtomicBoolean(true);
    private final AtomicReference<RecordIndex> index;
    private final List<DnsServer> servers = new ArrayList<>();

    /** A namespace to answer in, and the cluster's DNS address, which it has. */
    public record Place(NetworkNamespace namespace, String address) {}

    private ClusterDns(Informer services, Informer slices, String domain) {
        this.services = services;
        this.slices = slices;
        this.domain = domain;
        this.index = new AtomicReference<>(RecordIndex.of(domain, List.of(), List.of()));
    }

    /**
     * Answers at each place. The machine's own resolver, where it listens on loopback, is answered
     * for there too, because what runs in a node has no other way to it.
     */
    public static ClusterDns start(
            Informer services, Informer slices, String domain, List<Place> places) {
        ClusterDns dns = new ClusterDns(services, slices, domain);
        services.addHandler(change -> dns.stale.set(true));
        slices.addHandler(change -> dns.stale.set(true));
        List<String> upstreams = upstreams();
        try {
            for (Place place : places) {
                List<String> addresses = new ArrayList<>(List.of(place.address()));
                upstreams.stream().filter(u -> u.startsWith(LOOPBACK)).forEach(addresses::add);
                for (String address : addresses) {
                    dns.servers.add(
                            DnsServer.start(
                                    place.namespace(),
                                    InetAddress.ofLiteral(address),
                                    dns::current,
                                    domain,
                                    upstreams));
                }
            }
            return dns;
        } catch (EngineFailure e) {
            dns.close();
            throw e;
        }
    }

    /** Computed when asked after a change, so that a burst of changes costs one computation. */
    private RecordIndex current() {
        if (stale.compareAndSet(true, false)) {
            index.set(RecordIndex.of(domain, services.lister().list(), slices.lister().list()));
        }
        return index.get();
    }

    private static List<String> upstreams() {
        List<String> upstreams = new ArrayList<>();
        try {
            if (Files.isReadable(RESOLVERS)) {
                for (String line : Files.readAllLines(RESOLVERS)) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > 1 && words[0].equals("nameserver")) {
                        upstreams.add(words[1]);
                    }
                }
            }
            return upstreams;
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        servers.forEach(DnsServer::close);
    }
}
