package io.pinisi.auth;

import java.time.Instant;

/**
 * A session as its person sees it.
 *
 * @param active when the person last did something in it
 * @param ends latest end, however busy
 */
public record OpenSession(
        Identity identity, Instant since, Instant active, Instant ends, Caller caller) {}
