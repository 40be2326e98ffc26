package io.pinisi.federation.agent;

import io.pinisi.federation.membership.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How a pod reaches the API of the cluster that it runs in: by its service account. */
public final class InCluster {
    /** Where every pod with a service account finds it. */
    public static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private InCluster() {}

    /** Empty outside a pod. The token is read at each call: it is renewed in its file. */
    public static Optional<Supplier<Kubeconfig>> find(
            Map<String, String> environment, Path folder) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        Path token = folder.resolve("token");
        if (host == null || !Files.isReadable(token)) {
            return Optional.empty();
        }
        String name = host.contains(":") ? "[" + host + "]" : host;
        URI server = URI.create("https://" + name + ":" + port);
        return Optional.of(
                () -> Kubeconfig.of(server, text(folder.resolve("ca.crt")), text(token).strip()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
