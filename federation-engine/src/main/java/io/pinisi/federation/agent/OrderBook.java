package io.pinisi.federation.agent;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.reverse.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub last wanted of this member: one file for each object, in a folder that only its
 * owner reads, for Secrets are among them. Thread-safe.
 */
final class OrderBook {
    private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final Map<String, Order> orders = new ConcurrentHashMap<>();

    private OrderBook(Path folder) {
        this.folder = folder;
    }

    /** A file that cannot be read is left out: the hub sends it anew. */
    static OrderBook open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        OrderBook book = new OrderBook(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(book::load);
        }
        return book;
    }

    private void load(Path file) {
        try {
            Order order = Order.of(Json.parse(Files.readAllBytes(file)));
            orders.put(order.id(), order);
        } catch (IOException | ApiException | ClassCastException e) {
            LOG.warn("order left out file={} reason={}", file, e.getMessage());
        }
    }

    Collection<Order> all() {
        return List.copyOf(orders.values());
    }

    Optional<Order> find(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    synchronized void put(Order order) {
        Path file = file(order.id());
        try {
            Path fresh =
                    Files.createTempFile(
                            folder,
                            "order",
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, Json.bytes(order.tree()));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orders.put(order.id(), order);
    }

    synchronized void forget(String id) {
        if (orders.remove(id) != null) {
            try {
                Files.deleteIfExists(file(id));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path file(String id) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
