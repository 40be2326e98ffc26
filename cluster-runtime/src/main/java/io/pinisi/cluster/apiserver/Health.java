package io.pinisi.cluster.apiserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /healthz}: plain {@code ok}, or each check by name
 * with {@code ?verbose}. Live means that the process answers; ready means that every check holds.
 */
public final class Health {
    private final Map<String, BooleanSupplier> checks;

    public Health(Map<String, BooleanSupplier> checks) {
        this.checks = new LinkedHashMap<>(checks);
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        return switch (request.path()) {
            case "/livez" -> Optional.of(report(request, Map.of("ping", () -> true)));
            case "/readyz", "/healthz" -> Optional.of(report(request, checks));
            default -> Optional.empty();
        };
    }

    private static ApiResponse report(ApiRequest request, Map<String, BooleanSupplier> checks) {
        StringBuilder lines = new StringBuilder();
        boolean healthy = true;
        for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
            boolean holds = check.getValue().getAsBoolean();
            healthy &= holds;
            lines.append(holds ? "[+]" : "[-]")
                    .append(check.getKey())
                    .append(holds ? " ok\n" : " failed\n");
        }
        String name = request.path().substring(1);
        if (!healthy) {
            return ApiResponse.text(500, lines + name + " check failed\n");
        }
        return ApiResponse.text(
                200, request.query().has("verbose") ? lines + name + " check passed\n" : "ok");
    }
}
