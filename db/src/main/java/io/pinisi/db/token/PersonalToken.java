package io.pinisi.db.token;

import io.pinisi.db.audit.StorableText;
import java.time.Instant;
import java.util.Optional;

/**
 * A token by which a person's programs use the APIs as that person.
 *
 * @param id public; audit records name the token by it
 * @param secretHash SHA-256 in hexadecimal digits
 * @param subject of its person, who keeps it when the name changes
 * @param owner name of its person when it was made
 * @param label the person's own words for it
 * @param revoked when it was withdrawn
 * @param used when it was used last, to the minute
 * @param usedFrom address of that use; empty where there was none
 */
public record PersonalToken(
        String id,
        String secretHash,
        String subject,
        String owner,
        String provider,
        String label,
        TokenScope scope,
        Instant created,
        Instant expires,
        Optional<Instant> revoked,
        Optional<Instant> used,
        String usedFrom) {
    public static final int LABEL_MAX = 100;

    public PersonalToken {
        if (label.isBlank() || !StorableText.isStorable(label, LABEL_MAX)) {
            throw new IllegalArgumentException("a token has a label of 1 to 100 characters");
        }
        if (!expires.isAfter(created)) {
            throw new IllegalArgumentException("a token expires after it was made");
        }
    }

    public boolean isLive(Instant now) {
        return revoked.isEmpty() && now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "PersonalToken[" + id + " of " + owner + "]";
    }
}
