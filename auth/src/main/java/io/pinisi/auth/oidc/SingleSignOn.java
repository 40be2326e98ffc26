package io.pinisi.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.Standing;
import io.pinisi.auth.oidc.ProviderException.Kind;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The configured providers: ways in, and news of ways out. Thread-safe. */
public final class SingleSignOn {
    /** Longest time between leaving for the provider and coming back. */
    public static final Duration TRIP = Duration.ofMinutes(10);

    /** Codes being redeemed at a time; further ones are refused. */
    private static final int MOST_AT_A_TIME = 32;

    /** Age at which the news of a sign-out is no news. */
    private static final Duration LOGOUT_NEWS = Duration.ofMinutes(5);

    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final InstantSource clock;
    private final PendingSeal seal;
    private final Consumer<Identity> renewed;
    private final Semaphore redeeming = new Semaphore(MOST_AT_A_TIME);

    /** Somebody came back from the provider. */
    public record Arrival(Identity identity, Standing standing, String to) {}

    public SingleSignOn(List<ProviderSettings> settings, InstantSource clock, SecureRandom random) {
        this(settings, clock, random, identity -> {});
    }

    /**
     * @param renewed is told of people whose groups have changed in the middle of a session
     */
    public SingleSignOn(
            List<ProviderSettings> settings,
            InstantSource clock,
            SecureRandom random,
            Consumer<Identity> renewed) {
        this.clock = clock;
        this.renewed = renewed;
        this.seal = new PendingSeal(random);
        for (ProviderSettings one : settings) {
            if (providers.putIfAbsent(one.name(), new Provider(one, clock)) != null) {
                throw new IllegalArgumentException("two providers are called " + one.name());
            }
        }
    }

    /** In the order of the settings; empty where there is no single sign-on. */
    public List<ProviderSettings> providers() {
        return providers.values().stream().map(Provider::settings).toList();
    }

    public Optional<ProviderSettings> provider(String name) {
        return Optional.ofNullable(providers.get(name)).map(Provider::settings);
    }

    /** Whether somebody runs the fleet: a local operator, or in a provider's group of operators. */
    public boolean isOperator(Identity who) {
        return who.groups().contains(LocalAccounts.OPERATORS)
                || providers().stream()
                        .flatMap(provider -> provider.operatorGroups().stream())
                        .anyMatch(who.groups()::contains);
    }

    /** The way in by a provider, with addresses of this portal. */
    public CodeFlow.Begun begin(String provider, URI portal, String to) throws ProviderException {
        return flow(provider(provider, portal), portal).begin(to);
    }

    /**
     * @param query of the request that came back
     * @param pending what the browser brought, or an empty text
     */
    public Arrival finish(String provider, URI portal, String query, Optional<Pending> pending)
            throws ProviderException {
        Provider known = provider(provider, portal);
        CodeFlow flow = flow(known, portal);
        Pending begun = fresh(pending);
        Tokens tokens = redeem(flow, query, begun);
        ProviderSession session =
                new ProviderSession(
                        known,
                        flow,
                        portal.resolve("/sign-in?left"),
                        tokens,
                        UUID.randomUUID().toString(),
                        renewed,
                        clock);
        return new Arrival(session.identity(), session, begun.to());
    }

    /** The flow of a public client of the provider, for tokens that are handed to the person. */
    public CodeFlow handOut(String provider, String clientId, URI callback)
            throws ProviderException {
        return new CodeFlow(
                provider(provider, callback), new CodeFlow.Client(clientId, "", callback), clock);
    }

    /** As the flow does, but only so many at a time. */
    public Tokens redeem(CodeFlow flow, String query, Pending pending) throws ProviderException {
        if (!redeeming.tryAcquire()) {
            throw new ProviderException(Kind.UNREACHABLE, "too many sign-ins at a time");
        }
        try {
            return flow.redeem(query, pending);
        } finally {
            redeeming.release();
        }
    }

    /** What the browser keeps until it comes back. */
    public String sealed(Pending pending) {
        return seal.seal(pending);
    }

    /** What the browser kept; empty where it is none of ours. */
    public Optional<Pending> opened(String sealed) {
        return seal.open(sealed);
    }

    /** What was kept, where it was not kept too long. */
    public Pending fresh(Optional<Pending> pending) throws ProviderException {
        Instant now = clock.instant();
        return pending.filter(begun -> now.isBefore(begun.begun().plus(TRIP)))
                .orElseThrow(() -> ProviderException.refused("this browser did not begin it"));
    }

    /** Which sessions a logout token of the provider ends. */
    public Sessions.Choice loggedOut(String provider, String token) throws ProviderException {
        Provider known = providers.get(provider);
        if (known == null) {
            throw ProviderException.refused("no provider " + provider);
        }
        LogoutTokenClaimsSet claims = logoutClaims(known, token);
        if (claims.getIssueTime().toInstant().isBefore(clock.instant().minus(LOGOUT_NEWS))) {
            throw ProviderException.refused("the logout token is old");
        }
        String sid = claims.getSessionID() == null ? "" : claims.getSessionID().getValue();
        String subject = claims.getSubject() == null ? "" : claims.getSubject().getValue();
        return (identity, standing) ->
                standing instanceof ProviderSession session
                        && session.isMeant(provider, sid, subject);
    }

    private static LogoutTokenClaimsSet logoutClaims(Provider known, String token)
            throws ProviderException {
        try {
            return new LogoutTokenValidator(
                            known.metadata().getIssuer(),
                            new ClientID(known.settings().clientId()),
                            false,
                            known.keys(),
                            null)
                    .validate(JWTParser.parse(token));
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new ProviderException(
                    Kind.REFUSED, "the logout token is not to be believed: " + e.getMessage(), e);
        }
    }

    private Provider provider(String name, URI portal) throws ProviderException {
        Provider known = providers.get(name);
        if (known == null) {
            throw ProviderException.refused("no provider " + name + " at " + portal);
        }
        return known;
    }

    private CodeFlow flow(Provider provider, URI portal) {
        ProviderSettings settings = provider.settings();
        URI callback = portal.resolve("/sign-in/sso/" + settings.name() + "/callback");
        return new CodeFlow(
                provider,
                new CodeFlow.Client(settings.clientId(), settings.clientSecret(), callback),
                clock);
    }
}
