package io.pinisi.auth;

import java.io.Serializable;
import java.security.Principal;
import java.util.List;

/**
 * A person who has signed in, as of that moment.
 *
 * @param subject stable id, unlike the name
 * @param fullName as people call each other; the name where nothing else is known
 * @param provider of single sign-on, or {@link #LOCAL}
 * @param session names the session in audit records; not the cookie's value
 */
public record Identity(
        String subject,
        String name,
        String fullName,
        String provider,
        List<String> groups,
        String session)
        implements Principal, Serializable {
    /** The provider of accounts that Pinisi keeps itself. */
    public static final String LOCAL = "local";

    public Identity {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an identity has a name");
        }
        groups = List.copyOf(groups);
    }

    /** A person by a local account. */
    public Identity(String subject, String name, List<String> groups, String session) {
        this(subject, name, name, LOCAL, groups, session);
    }

    public boolean isLocal() {
        return provider.equals(LOCAL);
    }

    @Override
    public String getName() {
        return name;
    }
}
