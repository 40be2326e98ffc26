package io.pinisi.auth.oidc;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider gave for a code or a refresh token, the ID token checked.
 *
 * @param claims of the ID token
 * @param expires of the access token
 */
public record Tokens(
        String idToken, Map<String, Object> claims, @Nullable String refresh, Instant expires) {
    @Override
    public String toString() {
        return "Tokens[expires=" + expires + "]";
    }
}
