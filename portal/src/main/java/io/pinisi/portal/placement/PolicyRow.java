package io.pinisi.portal.placement;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy in the list.
 *
 * @param selects its selectors in words
 * @param where its placement in words
 * @param placed objects that it decides about
 */
public record PolicyRow(
        PolicyRef ref,
        Status status,
        String selects,
        String where,
        int placed,
        @Nullable Instant created) {}
