package io.pinisi.auth;

import java.io.Serializable;
import java.security.Principal;
import java.util.List;

/**
 * A person who has signed in, as of that moment.
 *
 * @param subject stable id, unlike the name
 * @param session names the session in audit records; not the cookie's value
 */
public record Identity(String subject, String name, List<String> groups, String session)
        implements Principal, Serializable {
    public Identity {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an identity has a name");
        }
        groups = List.copyOf(groups);
    }

    @Override
    public String getName() {
        return name;
    }
}
