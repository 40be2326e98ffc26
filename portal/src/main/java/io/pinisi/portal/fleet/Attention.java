package io.pinisi.portal.fleet;

import io.pinisi.portal.status.Status;

/**
 * Something that somebody should look at.
 *
 * @param path the page of the portal that shows it
 */
public record Attention(Status status, String subject, String kind, String path) {}
