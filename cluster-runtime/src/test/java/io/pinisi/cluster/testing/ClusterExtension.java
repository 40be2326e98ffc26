package io.pinisi.cluster.testing;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real API server on H2 in memory for the tests of one class, on a free port of loopback. Use as
 * {@code @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster()}.
 */
public final class ClusterExtension implements BeforeAllCallback, AfterAllCallback {
    public static final UserInfo ADMIN = UserInfo.of("admin", UserInfo.MASTERS);

    private final Profile profile;
    private final UnaryOperator<ApiServerOptions> adjustment;
    private @Nullable Path home;
    private @Nullable Database database;
    private @Nullable ApiServer server;

    private ClusterExtension(Profile profile, UnaryOperator<ApiServerOptions> adjustment) {
        this.profile = profile;
        this.adjustment = adjustment;
    }

    public static ClusterExtension cluster() {
        return new ClusterExtension(Profile.CLUSTER, UnaryOperator.identity());
    }

    public static ClusterExtension hub() {
        return new ClusterExtension(Profile.HUB, UnaryOperator.identity());
    }

    /** With other options, for example extra kinds. */
    public ClusterExtension with(UnaryOperator<ApiServerOptions> more) {
        return new ClusterExtension(profile, more);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String name = "test-" + UUID.randomUUID();
        Path folder = Files.createTempDirectory(name);
        Database opened = Database.open(DatabaseOptions.memory(name));
        home = folder;
        database = opened;
        server =
                ApiServerAssembly.start(
                        adjustment.apply(
                                ApiServerOptions.local(folder, "test", profile, opened, 0)));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
        if (home != null) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    public ApiServer server() {
        if (server == null) {
            throw new IllegalStateException("the server runs only during the tests of a class");
        }
        return server;
    }

    public Database database() {
        if (database == null) {
            throw new IllegalStateException("the database is there only during the tests");
        }
        return database;
    }

    /** In process, as a member of {@code system:masters}. */
    public ApiClient admin() {
        return client(ADMIN);
    }

    public ApiClient client(UserInfo user) {
        return server().client(user, "test");
    }
}
