package io.pinisi.auth;

import java.time.Duration;

/**
 * How long a session still lasts.
 *
 * @param idle if its person does nothing from now on
 * @param absolute whatever its person does
 */
public record SessionLeft(Duration idle, Duration absolute) {}
