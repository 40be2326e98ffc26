package io.pinisi.db.token;

import io.pinisi.db.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tokens of persons, and the persons as providers last told of them. */
public interface PersonalTokens {
    /** Tokens in one listing, the newest first. */
    int LISTED_MAX = 1_000;

    Optional<PersonalToken> find(String id);

    /** Those of one person, the newest first. */
    List<PersonalToken> of(String subject);

    /** Those of everybody, the newest first. */
    List<PersonalToken> all();

    /**
     * Keeps a new token, and forgets those of the same person that ended before a moment.
     *
     * @return false where the id is taken; then nothing was recorded
     */
    boolean create(PersonalToken token, Instant forgetBefore, AuditEntry audit)
            throws InterruptedException;

    /** False where there is no such token or it was revoked before; then nothing was recorded. */
    boolean revoke(String id, Instant when, AuditEntry audit) throws InterruptedException;

    /** Notes a use. No act of a person by itself: what was done with the token is recorded. */
    void used(String id, Instant when, String from) throws InterruptedException;

    Optional<KnownPerson> person(String subject);

    /** Keeps what the provider says of a person now. */
    void remember(KnownPerson person, AuditEntry audit) throws InterruptedException;
}
