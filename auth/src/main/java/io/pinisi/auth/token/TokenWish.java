package io.pinisi.auth.token;

import io.pinisi.db.token.TokenScope;
import java.time.Duration;

/** What a person asks a token to be. */
public record TokenWish(String label, TokenScope scope, Duration lifetime) {}
