package io.pinisi.auth.oidc;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import io.pinisi.auth.Identity;
import io.pinisi.auth.Standing;
import io.pinisi.auth.oidc.ProviderException.Kind;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sign-in at a provider. Renews its tokens shortly before they expire and reads the groups anew;
 * ends when the provider says no, and outlives an outage of the provider for {@link #GRACE}.
 * Thread-safe.
 */
final class ProviderSession implements Standing {
    static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(15);
    private static final Logger log = LoggerFactory.getLogger(ProviderSession.class);

    private final Provider provider;
    private final CodeFlow flow;
    private final PersonClaims people;
    private final URI afterwards;
    private final Consumer<Identity> renewed;
    private final InstantSource clock;

    private Tokens tokens;
    private Identity identity;
    private Instant renewal;
    private boolean withdrawn;

    /**
     * @param afterwards where the provider sends the browser after a sign-out
     * @param renewed is told when the groups have changed
     */
    ProviderSession(
            Provider provider,
            CodeFlow flow,
            URI afterwards,
            Tokens tokens,
            String session,
            Consumer<Identity> renewed,
            InstantSource clock)
            throws ProviderException {
        this.provider = provider;
        this.flow = flow;
        this.people = new PersonClaims(provider.settings());
        this.afterwards = afterwards;
        this.renewed = renewed;
        this.clock = clock;
        this.tokens = tokens;
        this.identity = people.person(tokens.claims(), session);
        this.renewal = renewalOf(tokens);
    }

    private Instant renewalOf(Tokens fresh) {
        Duration lifetime = Duration.between(clock.instant(), fresh.expires());
        Duration early = lifetime.dividedBy(4);
        return fresh.expires().minus(early.compareTo(MARGIN) < 0 ? early : MARGIN);
    }

    synchronized Identity identity() {
        return identity;
    }

    @Override
    public synchronized Optional<Identity> person() {
        String refresh = tokens.refresh();
        Instant now = clock.instant();
        if (!withdrawn && refresh != null && !now.isBefore(renewal)) {
            renew(refresh, now);
        }
        return withdrawn ? Optional.empty() : Optional.of(identity);
    }

    private void renew(String refresh, Instant now) {
        try {
            Optional<Tokens> fresh = flow.refresh(refresh);
            if (fresh.isEmpty()) {
                // The provider renews without telling who it is: what was known stays.
                renewal = now.plus(GRACE);
                return;
            }
            take(fresh.get(), refresh);
        } catch (ProviderException e) {
            renewal = now.plus(RETRY);
            withdrawn = e.kind() == Kind.REFUSED || now.isAfter(tokens.expires().plus(GRACE));
            log.warn(
                    "user={} session={} ended={} not renewed: {}",
                    identity.name(),
                    identity.session(),
                    withdrawn,
                    e.getMessage());
        }
    }

    private void take(Tokens fresh, String refresh) throws ProviderException {
        Identity next = people.person(fresh.claims(), identity.session());
        if (!next.subject().equals(identity.subject())) {
            throw ProviderException.refused("the renewed token is somebody else's");
        }
        tokens =
                new Tokens(
                        fresh.idToken(),
                        fresh.claims(),
                        Objects.requireNonNullElse(fresh.refresh(), refresh),
                        fresh.expires());
        boolean others = !next.groups().equals(identity.groups());
        identity = next;
        if (others) {
            renewed.accept(next);
        }
        renewal = renewalOf(tokens);
    }

    /** Whether a logout at the provider means this sign-in: its session, or all of its person. */
    synchronized boolean isMeant(String providerName, String sid, String subject) {
        if (!provider.settings().name().equals(providerName)) {
            return false;
        }
        return sid.isEmpty()
                ? subject.equals(tokens.claims().get("sub"))
                : sid.equals(tokens.claims().get("sid"));
    }

    @Override
    public synchronized Optional<URI> wayOut() {
        try {
            URI endpoint = provider.metadata().getEndSessionEndpointURI();
            if (endpoint == null) {
                return Optional.empty();
            }
            return Optional.of(
                    new LogoutRequest(
                                    endpoint,
                                    JWTParser.parse(tokens.idToken()),
                                    null,
                                    new ClientID(provider.settings().clientId()),
                                    afterwards,
                                    null,
                                    null)
                            .toURI());
        } catch (ProviderException | ParseException e) {
            log.warn("provider={} no sign-out there: {}", provider.settings().name(), e.toString());
            return Optional.empty();
        }
    }
}
