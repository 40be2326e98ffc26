package io.pinisi.cluster.testing;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.history.HistoryPolicy;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
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
    private final @Nullable HistoryPolicy historyPolicy;
    private @Nullable Path home;
    private @Nullable Database database;
    private @Nullable History history;
    private @Nullable ApiServer server;

    private ClusterExtension(
            Profile profile,
            UnaryOperator<ApiServerOptions> adjustment,
            @Nullable HistoryPolicy historyPolicy) {
        this.profile = profile;
        this.adjustment = adjustment;
        this.historyPolicy = historyPolicy;
    }

    public static ClusterExtension cluster() {
        return new ClusterExtension(Profile.CLUSTER, UnaryOperator.identity(), null);
    }

    public static ClusterExtension hub() {
        return new ClusterExtension(Profile.HUB, UnaryOperator.identity(), null);
    }

    /** With other options, for example extra kinds. */
    public ClusterExtension with(UnaryOperator<ApiServerOptions> more) {
        return new ClusterExtension(profile, more, historyPolicy);
    }

    /** With a history of its objects. */
    public ClusterExtension withHistory(HistoryPolicy policy) {
        return new ClusterExtension(profile, adjustment, policy);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String name = "test-" + UUID.randomUUID();
        Path folder = Files.createTempDirectory(name);
        Database opened = Database.open(DatabaseOptions.memory(name));
        home = folder;
        database = opened;
        ApiServerOptions options =
                adjustment.apply(ApiServerOptions.local(folder, "test", profile, opened, 0));
        server = historyPolicy == null ? ApiServerAssembly.start(options) : start(options, name);
    }

    private ApiServer start(ApiServerOptions options, String name) throws IOException {
        History store =
                HistoryDatabase.open(
                        DatabaseOptions.memory(name + "-history"), HistoryLimits.STANDARD);
        history = store;
        return ApiServerAssembly.start(
                options,
                new HistoryOptions(
                        HistoryOptions.HUB, store, Objects.requireNonNull(historyPolicy)));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.close();
        }
        if (history != null) {
            history.close();
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

    public History history() {
        if (history == null) {
            throw new IllegalStateException("there is no history, or not any more");
        }
        return history;
    }

    /** In process, as a member of {@code system:masters}. */
    public ApiClient admin() {
        return client(ADMIN);
    }

    public ApiClient client(UserInfo user) {
        return server().client(user, "test");
    }
}
