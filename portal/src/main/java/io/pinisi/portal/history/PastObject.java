package io.pinisi.portal.history;

import io.pinisi.portal.status.Status;
import java.time.Instant;

/**
 * An object as it was.
 *
 * @param since when it became so
 * @param actor who made it so
 * @param facts the few words by which people know this kind
 */
public record PastObject(PastRef ref, Status status, String facts, Instant since, String actor) {}
