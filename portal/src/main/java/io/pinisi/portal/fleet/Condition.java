package io.pinisi.portal.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition as Kubernetes objects carry them.
 *
 * @param state {@code True}, {@code False} or {@code Unknown}
 */
public record Condition(
        String type, String state, String reason, String message, @Nullable Instant since) {}
