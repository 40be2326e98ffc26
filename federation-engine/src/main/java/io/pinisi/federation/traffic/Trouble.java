package io.pinisi.federation.traffic;

import io.pinisi.federation.placement.Template;
import java.time.Instant;

/** The last thing that went wrong on the way into a member. */
public record Trouble(Template template, String message, Instant at) {}
