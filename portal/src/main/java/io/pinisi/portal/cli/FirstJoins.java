package io.pinisi.portal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which embedded clusters have been joined by themselves. Each is so once: one that was made to
 * leave afterwards stays out over every later start.
 */
record FirstJoins(Home home) {
    static final String FILE = "joined";

    boolean isDone(String cluster) {
        return names().contains(cluster);
    }

    void done(String cluster) {
        Set<String> names = names();
        if (names.add(cluster)) {
            home.writePrivate(FILE, String.join("\n", names) + "\n");
        }
    }

    private Set<String> names() {
        Path file = home.resolve(FILE);
        try {
            return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : new TreeSet<>();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
