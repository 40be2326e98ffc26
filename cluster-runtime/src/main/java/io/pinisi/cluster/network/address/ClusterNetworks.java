package io.pinisi.cluster.network.address;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Hands out shares of 10.64.0.0/10 to the clusters of one home, and remembers them there. */
public final class ClusterNetworks {
    private static final Cidr SPACE = Cidr.parse("10.64.0.0/10");
    private static final int SHARE = 16;
    private static final String FILE = "network.json";
    private static final Path ROUTES = Path.of("/proc/net/route");

    private final Path home;
    private final List<Cidr> taken;

    /**
     * @param taken networks that must not be overlapped
     */
    public ClusterNetworks(Path home, List<Cidr> taken) {
        this.home = home;
        this.taken = List.copyOf(taken);
    }

    /** Keeps off the networks that this machine has routes to. */
    public static ClusterNetworks onThisMachine(Path home) {
        try {
            return new ClusterNetworks(
                    home, Files.exists(ROUTES) ? routes(Files.readAllLines(ROUTES)) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster's share: the one it has, else a free one. */
    public ClusterNetwork of(String cluster) {
        Path file = home.resolve("clusters").resolve(cluster).resolve(FILE);
        try {
            Optional<ClusterNetwork> known = read(file);
            if (known.isPresent()) {
                return known.get();
            }
            ClusterNetwork chosen = choose();
            ObjectNode json = Json.object();
            json.put("share", chosen.share().toString());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Json.bytes(json));
            return chosen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClusterNetwork choose() throws IOException {
        List<Cidr> occupied = new ArrayList<>(taken);
        Path clusters = home.resolve("clusters");
        if (Files.isDirectory(clusters)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(clusters)) {
                for (Path cluster : each) {
                    read(cluster.resolve(FILE)).ifPresent(n -> occupied.add(n.share()));
                }
            }
        }
        int shares = SPACE.subnets(SHARE);
        int first = Math.floorMod(home.toAbsolutePath().normalize().toString().hashCode(), shares);
        for (int i = 0; i < shares; i++) {
            Cidr candidate = SPACE.subnet(SHARE, (first + i) % shares);
            if (occupied.stream().noneMatch(candidate::overlaps)) {
                return new ClusterNetwork(candidate);
            }
        }
        throw new IllegalStateException(
                "no free /16 is left in " + SPACE + " for another cluster's network");
    }

    private static Optional<ClusterNetwork> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String share = Json.text(Json.parse(Files.readAllBytes(file)), "share");
        return Optional.ofNullable(share).map(Cidr::parse).map(ClusterNetwork::new);
    }

    /** The destinations in the kernel's routing table, the default route left out. */
    static List<Cidr> routes(List<String> lines) {
        List<Cidr> routes = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] columns = line.trim().split("\\s+");
            int mask = Integer.reverseBytes(Integer.parseUnsignedInt(columns[7], 16));
            if (mask != 0) {
                int base = Integer.reverseBytes(Integer.parseUnsignedInt(columns[1], 16));
                routes.add(new Cidr(base & mask, Integer.bitCount(mask)));
            }
        }
        return routes;
    }
}
