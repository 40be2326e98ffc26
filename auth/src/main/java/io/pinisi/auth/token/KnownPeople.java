package io.pinisi.auth.token;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SignInRecords;
import io.pinisi.db.account.Accounts;
import io.pinisi.db.token.KnownPerson;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.PersonalTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who a token's person is now. Local accounts say it themselves; of a provider's people it is what
 * the provider said at their last sign-in or renewal, as long as that was not too long ago, and
 * where a directory can be asked it has to know them as enabled.
 */
public final class KnownPeople {
    private final PersonalTokens store;
    private final Accounts accounts;
    private final Set<String> providers;
    private final Predicate<KnownPerson> enabled;
    private final Duration signInWithin;
    private final InstantSource clock;

    /** A person as of now. */
    record Person(String name, List<String> groups) {}

    /**
     * @param providers that are configured; people of others count no more
     * @param enabled what a directory says; true where there is none to ask
     */
    public KnownPeople(
            PersonalTokens store,
            Accounts accounts,
            Set<String> providers,
            Predicate<KnownPerson> enabled,
            TokenLimits limits,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.providers = Set.copyOf(providers);
        this.enabled = enabled;
        this.signInWithin = limits.signInWithin();
        this.clock = clock;
    }

    /** Records a sign-in by a provider, and what it said of the person. */
    public void signedIn(Identity who, Caller caller) throws InterruptedException {
        store.remember(
                known(who), SignInRecords.entry(who, "sign-in", SignInRecords.ALLOWED, caller));
    }

    /** The provider has told other groups than before, in the middle of a session. */
    public void renewed(Identity who) throws InterruptedException {
        store.remember(
                known(who),
                SignInRecords.entry(
                        who, "change-groups", SignInRecords.ALLOWED, new Caller("", "", "")));
    }

    private KnownPerson known(Identity who) {
        return new KnownPerson(
                who.subject(), who.name(), who.provider(), who.groups(), clock.instant());
    }

    /** Empty where the person is disabled, gone, or was not seen for too long. */
    Optional<Person> now(PersonalToken token) {
        return token.provider().equals(Identity.LOCAL) ? local(token) : provided(token);
    }

    private Optional<Person> local(PersonalToken token) {
        return accounts.find(token.owner())
                .filter(account -> !account.disabled())
                .filter(account -> LocalAccounts.subject(account).equals(token.subject()))
                .map(account -> new Person(account.name(), List.copyOf(account.groups())));
    }

    private Optional<Person> provided(PersonalToken token) {
        return store.person(token.subject())
                .filter(person -> providers.contains(person.provider()))
                .filter(person -> clock.instant().isBefore(person.seen().plus(signInWithin)))
                .filter(enabled)
                .map(person -> new Person(person.name(), person.groups()));
    }
}
