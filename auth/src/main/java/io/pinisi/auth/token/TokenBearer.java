package io.pinisi.auth.token;

import io.pinisi.db.token.PersonalToken;
import java.util.List;

/**
 * A person by a token.
 *
 * @param groups those of the person that the token keeps
 */
public record TokenBearer(String name, String subject, List<String> groups, PersonalToken token) {
    public TokenBearer {
        groups = List.copyOf(groups);
    }
}
