package io.pinisi.portal.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which records are wanted; empty and null mean any. */
public record ActivityFilter(
        String person,
        String verb,
        String namespace,
        String result,
        String requestId,
        @Nullable Instant from,
        @Nullable Instant until) {
    public static final ActivityFilter ALL = new ActivityFilter("", "", "", "", "", null, null);

    /** All that one request caused. */
    public static ActivityFilter ofRequest(String requestId) {
        return new ActivityFilter("", "", "", "", requestId, null, null);
    }
}
