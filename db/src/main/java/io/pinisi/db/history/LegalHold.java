package io.pinisi.db.history;

import java.time.Instant;

/**
 * Keeps what retention would forget.
 *
 * @param namespace whose objects; empty for everything
 */
public record LegalHold(
        String name, String namespace, String reason, String placedBy, Instant placedAt) {}
