package io.pinisi.federation.testing;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.app.ControllersAssembly;
import io.pinisi.cluster.app.ControllersOptions;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.history.WritingRequests;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.ExtraKind;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One control plane that can be stopped and started again with all it had. */
public final class TestCluster implements AutoCloseable {
    public static final UserInfo ADMIN = UserInfo.of("admin", UserInfo.MASTERS);

    private final String name;
    private final Profile profile;
    private final List<ExtraKind> kinds;
    private final List<Authorizer> guards = new ArrayList<>();
    private HouseRules houseRules = HouseRules.NONE;
    private @Nullable History history;
    private final Path home;
    private final Database database;
    private int port;
    private @Nullable Socket held;
    private @Nullable ApiServer server;
    private @Nullable ControllersAssembly controllers;
    private @Nullable PodLife pods;

    public TestCluster(String name, Profile profile, List<ExtraKind> kinds) {
        this.name = name;
        this.profile = profile;
        this.kinds = kinds;
        String id = name + "-" + UUID.randomUUID();
        try {
            this.home = Files.createTempDirectory(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.database = Database.open(DatabaseOptions.memory(id));
    }

    /** Judges what even administrators may not do. */
    public TestCluster guardedBy(Authorizer guard) {
        guards.add(guard);
        return this;
    }

    /** With rules beside those of every control plane. */
    public TestCluster ruledBy(HouseRules rules) {
        houseRules = rules;
        return this;
    }

    /** What its objects were is kept there, and can be asked for. */
    public TestCluster remembering(History store) {
        history = store;
        return this;
    }

    /** Folder of its keys. */
    Path pki() {
        return home.resolve("pki");
    }

    /** The API server alone. */
    public TestCluster start() {
        ApiServer started = open();
        server = started;
        port = started.port();
        return this;
    }

    private ApiServer open() {
        release();
        try {
            ApiServerOptions options =
                    ApiServerOptions.local(home, name, profile, database, port)
                            .withExtraKinds(kinds)
                            .withAccess(List.of(), guards)
                            .withHouseRules(houseRules);
            return history == null
                    ? ApiServerAssembly.start(options)
                    : ApiServerAssembly.start(options, HistoryOptions.hub(history));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Controllers too, and, where there are any, pods that run as soon as they exist. */
    public TestCluster startControllers() {
        controllers =
                ControllersAssembly.start(
                        ControllersOptions.of(
                                server()::client,
                                Pem.of(server().pki().authorityCertificate()),
                                profile));
        if (profile == Profile.CLUSTER) {
            pods = new PodLife(admin());
        }
        return this;
    }

    public ApiServer server() {
        if (server == null) {
            throw new IllegalStateException(name + " is stopped");
        }
        return server;
    }

    public ApiClient admin() {
        return server().client(ADMIN);
    }

    /** Who did what here. */
    public AuditLog audit() {
        return database.audit();
    }

    WritingRequests requests() {
        return new WritingRequests(database.chronicle());
    }

    public String kubeconfig() {
        return server().kubeconfig(name, ADMIN);
    }

    int port() {
        return port;
    }

    public String hostPort() {
        return "127.0.0.1:" + port;
    }

    /** From here on nothing that is created runs. */
    public void pauseControllers() {
        if (pods != null) {
            pods.close();
            pods = null;
        }
        if (controllers != null) {
            controllers.close();
            controllers = null;
        }
    }

    public void stop() {
        pauseControllers();
        if (server != null) {
            server.close();
            server = null;
            hold();
        }
    }

    /** Keeps the port while nothing listens at it: who dials is refused, and nobody takes it. */
    private void hold() {
        try {
            Socket socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            held = socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void release() {
        try {
            if (held != null) {
                held.close();
                held = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        release();
        database.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
