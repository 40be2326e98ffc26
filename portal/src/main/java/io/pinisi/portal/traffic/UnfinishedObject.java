package io.pinisi.portal.traffic;

import io.pinisi.portal.status.Status;
import java.time.Instant;

/**
 * An object that a cluster does not have as it should.
 *
 * @param object as {@code Kind namespace/name}
 */
public record UnfinishedObject(String object, Status status, Instant since) {}
