package io.pinisi.cluster.testing;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real kubectl against a server, as one user. */
public final class Kubectl {
    private static final int OLDEST_MINOR = 32;
    private static final long LIMIT_SECONDS = 180;

    private final Path kubeconfig;
    private final Path home;

    /** What a run printed and how it ended. */
    public record Result(int exit, String out, String err) {
        /** The output of a run that must have succeeded. */
        public String ok() {
            if (exit != 0) {
                throw new AssertionError("kubectl ended with " + exit + ": " + err + out);
            }
            return out;
        }

        /** The complaint of a run that must have failed. */
        public String failed() {
            if (exit == 0) {
                throw new AssertionError("kubectl should have failed but printed: " + out);
            }
            return err;
        }
    }

    private Kubectl(Path kubeconfig, Path home) {
        this.kubeconfig = kubeconfig;
        this.home = home;
    }

    /**
     * @param folder for the kubeconfig and kubectl's caches
     * @throws AssertionError where there is no kubectl, or one that is too old
     */
    public static Kubectl as(UserInfo user, ApiServer server, Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve(user.name()));
        Path kubeconfig = home.resolve("kubeconfig");
        Files.writeString(kubeconfig, server.kubeconfig("test", user));
        Kubectl kubectl = new Kubectl(kubeconfig, home);
        kubectl.requireVersion();
        return kubectl;
    }

    private void requireVersion() {
        Result result;
        try {
            result = run("version", "--client", "-o", "json");
        } catch (IOException e) {
            throw new AssertionError("kubectl 1.32 or newer is needed and none is found", e);
        }
        var version =
                Json.parse(result.ok().getBytes(StandardCharsets.UTF_8)).path("clientVersion");
        int minor = Integer.parseInt(version.path("minor").asString("0").replaceAll("\\D", ""));
        if (minor < OLDEST_MINOR) {
            throw new AssertionError(
                    "kubectl 1.32 or newer is needed, found "
                            + version.path("gitVersion").asString(""));
        }
    }

    public Result run(String... arguments) throws IOException {
        return runWith("", arguments);
    }

    /** With text on its standard input, for {@code -f -}. */
    public Result runWith(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        process.outputWriter(StandardCharsets.UTF_8).append(input).close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kubectl did not end: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
