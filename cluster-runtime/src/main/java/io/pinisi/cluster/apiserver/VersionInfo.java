package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Optional;

/** {@code /version}: the Kubernetes line whose behaviour we follow, and that it is us. */
public final class VersionInfo {
    public static final String GIT_VERSION = "v1.32.0+pinisi";

    private static final byte[] DOCUMENT =
            Json.bytes(
                    Json.object()
                            .put("major", "1")
                            .put("minor", "32")
                            .put("gitVersion", GIT_VERSION)
                            .put("gitCommit", "")
                            .put("gitTreeState", "clean")
                            .put("buildDate", "1970-01-01T00:00:00Z")
                            .put("goVersion", "none")
                            .put("compiler", "javac")
                            .put(
                                    "platform",
                                    System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT)
                                            + "/"
                                            + System.getProperty("os.arch")));

    private VersionInfo() {}

    public static Optional<ApiResponse> answer(ApiRequest request) {
        return request.path().equals("/version") || request.path().equals("/version/")
                ? Optional.of(ApiResponse.json(200, DOCUMENT))
                : Optional.empty();
    }
}
