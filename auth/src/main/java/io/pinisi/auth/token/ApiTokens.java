package io.pinisi.auth.token;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.StorableText;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.PersonalTokens;
import io.pinisi.db.token.TokenScope;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Personal API tokens, from the wish for one to its bearer. Blocking. Thread-safe. */
public final class ApiTokens {
    /** What a token may be confined to; the verbs of requests. */
    public static final Set<String> VERBS =
            Set.of(
                    "get",
                    "list",
                    "watch",
                    "create",
                    "update",
                    "patch",
                    "delete",
                    "deletecollection");

    /** A token whose verbs are these only looks. */
    public static final List<String> READING = List.of("get", "list", "watch");

    /** Uses are noted no finer than this, because each note is a write. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final PersonalTokens store;
    private final KnownPeople people;
    private final TokenRecords records;
    private final TokenLimits limits;
    private final InstantSource clock;
    private final SecureRandom random;

    public ApiTokens(
            PersonalTokens store,
            KnownPeople people,
            AuditLog audit,
            TokenLimits limits,
            InstantSource clock,
            SecureRandom random) {
        this.store = store;
        this.people = people;
        this.records = new TokenRecords(audit, clock);
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    public TokenLimits limits() {
        return limits;
    }

    public KnownPeople people() {
        return people;
    }

    /** Makes a token; the answer is the only place where its secret ever stands. */
    public IssueOutcome issue(Identity who, TokenWish wish, Caller caller)
            throws InterruptedException {
        Instant now = clock.instant();
        Optional<IssueOutcome.Unfit> unfit = unfit(who, wish, now);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        TokenText text = TokenText.random(random);
        PersonalToken token =
                new PersonalToken(
                        text.id(),
                        text.hash(),
                        who.subject(),
                        who.name(),
                        who.provider(),
                        wish.label().strip(),
                        wish.scope(),
                        now,
                        now.plus(wish.lifetime()),
                        Optional.empty(),
                        Optional.empty(),
                        "");
        Instant forgetBefore = now.minus(limits.keptAfterEnd());
        if (!store.create(token, forgetBefore, TokenRecords.issued(who, token, caller))) {
            throw new IllegalStateException("the id " + token.id() + " came twice");
        }
        return new IssueOutcome.Issued(token, text.text());
    }

    private Optional<IssueOutcome.Unfit> unfit(Identity who, TokenWish wish, Instant now) {
        String label = wish.label().strip();
        TokenScope scope = wish.scope();
        if (label.isEmpty() || !StorableText.isStorable(label, PersonalToken.LABEL_MAX)) {
            return unfit("label", "1 to " + PersonalToken.LABEL_MAX + " characters, please.");
        }
        if (!wish.lifetime().isPositive() || wish.lifetime().compareTo(limits.longest()) > 0) {
            return unfit(
                    "lifetime", "A token lives at most " + limits.longest().toDays() + " days.");
        }
        if (!who.groups().containsAll(scope.groups())) {
            return unfit("groups", "You are not in all of these groups.");
        }
        if (!VERBS.containsAll(scope.verbs())) {
            return unfit("verbs", "Not a verb of requests.");
        }
        long live = store.of(who.subject()).stream().filter(token -> token.isLive(now)).count();
        return live < limits.perPerson()
                ? Optional.empty()
                : unfit("", "You have " + live + " tokens. Revoke one that you do not need.");
    }

    private static Optional<IssueOutcome.Unfit> unfit(String field, String why) {
        return Optional.of(new IssueOutcome.Unfit(field, why));
    }

    /** A person's own. */
    public List<PersonalToken> of(Identity who) {
        return store.of(who.subject());
    }

    /** Everybody's, for operators. */
    public List<PersonalToken> all() {
        return store.all();
    }

    /** Revokes one's own token; false where it is somebody else's, not there or revoked before. */
    public boolean revokeOwn(Identity who, String id, Caller caller) throws InterruptedException {
        Optional<PersonalToken> own =
                store.find(id).filter(token -> token.subject().equals(who.subject()));
        return own.isPresent() && revoke(who, own.get(), caller);
    }

    /** Revokes anybody's token; the caller has made sure that this person may. */
    public boolean revokeAny(Identity operator, String id, Caller caller)
            throws InterruptedException {
        Optional<PersonalToken> token = store.find(id);
        return token.isPresent() && revoke(operator, token.get(), caller);
    }

    private boolean revoke(Identity by, PersonalToken token, Caller caller)
            throws InterruptedException {
        return store.revoke(token.id(), clock.instant(), TokenRecords.revoked(by, token, caller));
    }

    /**
     * @param source address of the caller
     */
    public Recognition recognise(String bearer, String source) throws InterruptedException {
        Optional<TokenText> text = TokenText.of(bearer);
        if (text.isEmpty()) {
            return new Recognition.Foreign();
        }
        String id = text.get().id();
        Optional<PersonalToken> found = store.find(id);
        if (found.isEmpty() || !text.get().hasHash(found.get().secretHash())) {
            return refused(id, "unknown", "no such token", source);
        }
        PersonalToken token = found.get();
        Instant now = clock.instant();
        if (token.revoked().isPresent()) {
            return refused(id, token.owner(), "revoked", source);
        }
        if (!token.isLive(now)) {
            return refused(id, token.owner(), "expired", source);
        }
        Optional<KnownPeople.Person> person = people.now(token);
        if (person.isEmpty()) {
            return refused(
                    id, token.owner(), "its person is disabled, gone or too long away", source);
        }
        note(token, now, source);
        return new Recognition.Recognised(bearer(person.get(), token));
    }

    private Recognition refused(String id, String owner, String why, String source)
            throws InterruptedException {
        records.refused(id, owner, why, source);
        return new Recognition.Refused("token " + id + ": " + why);
    }

    private void note(PersonalToken token, Instant now, String source) throws InterruptedException {
        if (token.used().isEmpty() || !now.isBefore(token.used().get().plus(NOTED))) {
            store.used(token.id(), now, source);
        }
    }

    private static TokenBearer bearer(KnownPeople.Person person, PersonalToken token) {
        Set<String> kept = new HashSet<>(token.scope().groups());
        List<String> groups =
                person.groups().stream()
                        .filter(group -> kept.isEmpty() || kept.contains(group))
                        .toList();
        return new TokenBearer(person.name(), token.subject(), groups, token);
    }
}
