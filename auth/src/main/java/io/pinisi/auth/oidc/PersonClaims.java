package io.pinisi.auth.oidc;

import io.pinisi.auth.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a person out of the claims of an ID token, as the provider's settings map them. */
final class PersonClaims {
    private static final int LONGEST = 200;
    private static final int MOST_GROUPS = 500;

    private final ProviderSettings settings;

    PersonClaims(ProviderSettings settings) {
        this.settings = settings;
    }

    Identity person(Map<String, Object> claims, String session) throws ProviderException {
        ProviderSettings.Claims names = settings.claims();
        String username = text(claims, names.username());
        if (username == null || !fits(username)) {
            throw ProviderException.refused("claim " + names.username() + " holds no name");
        }
        if (names.username().equals("email")
                && !Objects.equals(claims.getOrDefault("email_verified", true), true)) {
            throw ProviderException.refused("the address in the claim email is not verified");
        }
        String subject = text(claims, "sub");
        String fullName = text(claims, names.fullName());
        return new Identity(
                settings.prefix() + Objects.requireNonNull(subject, "checked with the token"),
                settings.prefix() + username,
                fullName == null || !fits(fullName) ? username : fullName,
                settings.name(),
                groups(claims),
                session);
    }

    private List<String> groups(Map<String, Object> claims) throws ProviderException {
        Set<String> groups = new LinkedHashSet<>();
        for (String group : texts(at(claims, settings.claims().groups()))) {
            groups.add(settings.prefix() + group);
        }
        for (String role : texts(at(claims, settings.claims().roles()))) {
            groups.add(settings.prefix() + ProviderSettings.ROLE + role);
        }
        if (groups.size() > MOST_GROUPS) {
            throw ProviderException.refused("more than " + MOST_GROUPS + " groups");
        }
        return List.copyOf(groups);
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        Collection<?> items =
                value instanceof Collection<?> several
                        ? several
                        : value == null ? List.of() : List.of(value);
        for (Object item : items) {
            if (item instanceof String text && fits(text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static @Nullable String text(Map<String, Object> claims, String path) {
        return at(claims, path) instanceof String text ? text : null;
    }

    private static @Nullable Object at(Map<String, Object> claims, String path) {
        Object value = claims;
        for (String name : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static boolean fits(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST
                && text.chars().noneMatch(Character::isISOControl);
    }
}
