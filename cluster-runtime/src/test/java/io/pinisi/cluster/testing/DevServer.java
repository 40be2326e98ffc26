package io.pinisi.cluster.testing;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An API server by itself, to try kubectl against: arguments are home folder and port. */
public final class DevServer {
    private DevServer() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        try (Database database = Database.open(DatabaseOptions.file(home.resolve("state")));
                ApiServer server =
                        ApiServerAssembly.start(
                                ApiServerOptions.local(
                                        home, "dev", Profile.CLUSTER, database, port))) {
            Files.writeString(
                    home.resolve("kubeconfig"), server.kubeconfig("dev", ClusterExtension.ADMIN));
            System.out.println(server.url());
            new CountDownLatch(1).await();
        }
    }
}
