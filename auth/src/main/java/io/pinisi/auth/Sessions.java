package io.pinisi.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The signed-in sessions. A session exists only for somebody who has signed in; it ends when idle
 * or old, on sign-out, when its account's password changes and when what it stands on is gone.
 * Thread-safe.
 */
public final class Sessions implements AuthenticationMethod, HttpSessionListener {
    private static final String ATTRIBUTE = Sessions.class.getName();

    private final SessionPolicy policy;
    private final InstantSource clock;
    private final Predicate<HttpServletRequest> automatic;
    private final Map<String, HttpSession> open = new ConcurrentHashMap<>();

    /** What the HTTP session holds; it is never written out. */
    private record SignedIn(
            Standing standing, Identity identity, Instant since, Instant active, Caller caller) {
        SignedIn as(Identity person) {
            return new SignedIn(standing, person, since, active, caller);
        }

        SignedIn activeAt(Instant now) {
            return new SignedIn(standing, identity, since, now, caller);
        }
    }

    /**
     * @param automatic which requests a browser makes by itself, so that they keep nothing alive
     */
    public Sessions(
            SessionPolicy policy, InstantSource clock, Predicate<HttpServletRequest> automatic) {
        this.policy = policy;
        this.clock = clock;
        this.automatic = automatic;
    }

    /** Begins the session of somebody who has just signed in; no earlier session lives on. */
    public void begin(HttpServletRequest request, Identity identity) {
        begin(request, identity, Standing.of(identity));
    }

    /** As {@link #begin(HttpServletRequest, Identity)}, for as long as the standing holds. */
    public void begin(HttpServletRequest request, Identity identity, Standing standing) {
        HttpSession earlier = request.getSession(false);
        if (earlier != null) {
            earlier.invalidate();
        }
        HttpSession session = request.getSession(true);
        Instant now = clock.instant();
        session.setMaxInactiveInterval((int) policy.absolute().toSeconds());
        session.setAttribute(
                ATTRIBUTE, new SignedIn(standing, identity, now, now, Caller.of(request)));
        open.put(identity.session(), session);
    }

    @Override
    public Optional<Identity> identify(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof SignedIn signedIn)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (now.isAfter(signedIn.active().plus(policy.idle()))
                || now.isAfter(signedIn.since().plus(policy.absolute()))) {
            session.invalidate();
            return Optional.empty();
        }
        Optional<Identity> person = signedIn.standing().person();
        if (person.isEmpty()) {
            end(session);
            return Optional.empty();
        }
        SignedIn next = signedIn.as(person.get());
        return keep(session, automatic.test(request) ? next : next.activeAt(now));
    }

    /** The session may have been ended while its standing was asked. */
    private static Optional<Identity> keep(HttpSession session, SignedIn next) {
        try {
            session.setAttribute(ATTRIBUTE, next);
            return Optional.of(next.identity());
        } catch (IllegalStateException endedMeanwhile) {
            return Optional.empty();
        }
    }

    /** How long the request's session still lasts; empty where there is none. */
    public Optional<SessionLeft> left(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Instant now = clock.instant();
        return session == null
                ? Optional.empty()
                : signedIn(session)
                        .map(
                                found ->
                                        new SessionLeft(
                                                Duration.between(
                                                        now, found.active().plus(policy.idle())),
                                                Duration.between(
                                                        now,
                                                        found.since().plus(policy.absolute()))));
    }

    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Where the request's person goes to end the sign-in elsewhere too. */
    public Optional<Standing> standing(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : signedIn(session).map(SignedIn::standing);
    }

    /** Ends a person's sessions, all or all but the one the person is using. */
    public void endOthers(String name, String keep) {
        endWhere(
                (identity, standing) ->
                        identity.name().equals(name) && !identity.session().equals(keep));
    }

    /** Which sessions to end. */
    @FunctionalInterface
    public interface Choice {
        boolean ends(Identity identity, Standing standing);
    }

    /** Ends the sessions chosen; returns whose they were. */
    public List<Identity> endWhere(Choice choice) {
        List<Identity> ended = new ArrayList<>();
        for (HttpSession session : open.values()) {
            signedIn(session)
                    .filter(found -> choice.ends(found.identity(), found.standing()))
                    .ifPresent(
                            found -> {
                                end(session);
                                ended.add(found.identity());
                            });
        }
        return ended;
    }

    private static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException endedMeanwhile) {
            // That is what was wanted.
        }
    }

    /** A person's sessions, the newest first. */
    public List<OpenSession> of(String subject) {
        return all(identity -> identity.subject().equals(subject));
    }

    /** The open sessions of local accounts: while there is single sign-on, each is an alarm. */
    public List<OpenSession> local() {
        return all(Identity::isLocal);
    }

    /** All open sessions, the newest first. */
    public List<OpenSession> everybodys() {
        return all(identity -> true);
    }

    private List<OpenSession> all(Predicate<Identity> whose) {
        return open.values().stream()
                .flatMap(session -> signedIn(session).stream())
                .filter(signedIn -> whose.test(signedIn.identity()))
                .map(
                        signedIn ->
                                new OpenSession(
                                        signedIn.identity(),
                                        signedIn.since(),
                                        signedIn.active(),
                                        signedIn.since().plus(policy.absolute()),
                                        signedIn.caller()))
                .sorted(Comparator.comparing(OpenSession::since).reversed())
                .toList();
    }

    /** Whose session this is. */
    public Optional<Identity> identity(HttpSession session) {
        return signedIn(session).map(SignedIn::identity);
    }

    private static Optional<SignedIn> signedIn(HttpSession session) {
        try {
            return session.getAttribute(ATTRIBUTE) instanceof SignedIn signedIn
                    ? Optional.of(signedIn)
                    : Optional.empty();
        } catch (IllegalStateException ended) {
            return Optional.empty();
        }
    }

    /** Whether a session still stands; long streams ask now and then. */
    public boolean stands(Identity identity) {
        return open.containsKey(identity.session());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        if (event.getSession().getAttribute(ATTRIBUTE) instanceof SignedIn signedIn) {
            open.remove(signedIn.identity().session());
        }
    }
}
