package io.pinisi.db;

import java.nio.file.Path;
import java.time.InstantSource;

/** Which database to open and how. */
public record DatabaseOptions(
        String url, String user, String password, StoreLimits limits, InstantSource clock) {

    /** H2 in {@code file} (without the {@code .mv.db} that H2 appends). */
    public static DatabaseOptions file(Path file) {
        return jdbc("jdbc:h2:file:" + file.toAbsolutePath(), "sa", "");
    }

    /** H2 in memory, gone when the database is closed; for tests. */
    public static DatabaseOptions memory(String name) {
        return jdbc("jdbc:h2:mem:" + name, "sa", "");
    }

    public static DatabaseOptions jdbc(String url, String user, String password) {
        return new DatabaseOptions(
                url, user, password, StoreLimits.STANDARD, InstantSource.system());
    }

    public DatabaseOptions withLimits(StoreLimits other) {
        return new DatabaseOptions(url, user, password, other, clock);
    }

    public DatabaseOptions withClock(InstantSource other) {
        return new DatabaseOptions(url, user, password, limits, other);
    }

    /** What threads and pools are called after: the last two parts of the address. */
    String name() {
        String address = url.replaceFirst("[;?].*", "");
        String[] parts = address.split("[/:]+");
        return parts.length < 2 ? address : parts[parts.length - 2] + "-" + parts[parts.length - 1];
    }
}
