package io.pinisi.portal.fleet;

import java.time.Instant;

/** Something that happened lately, in words. */
public record Change(Instant when, String subject, String what, String path) {}
