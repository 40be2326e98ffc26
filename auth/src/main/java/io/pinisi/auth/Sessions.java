package io.pinisi.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The signed-in sessions. A session exists only for somebody who has signed in; it ends when idle
 * or old, on sign-out, and when its account's password changes. Thread-safe.
 */
public final class Sessions implements AuthenticationMethod, HttpSessionListener {
    private static final String ATTRIBUTE = Sessions.class.getName();

    private final SessionPolicy policy;
    private final InstantSource clock;
    private final Predicate<HttpServletRequest> automatic;
    private final Map<String, HttpSession> open = new ConcurrentHashMap<>();

    /** What the HTTP session holds. */
    private record SignedIn(Identity identity, Instant since, Instant active)
            implements Serializable {}

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
        HttpSession earlier = request.getSession(false);
        if (earlier != null) {
            earlier.invalidate();
        }
        HttpSession session = request.getSession(true);
        Instant now = clock.instant();
        session.setMaxInactiveInterval((int) policy.absolute().toSeconds());
        session.setAttribute(ATTRIBUTE, new SignedIn(identity, now, now));
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
        if (!automatic.test(request)) {
            session.setAttribute(
                    ATTRIBUTE, new SignedIn(signedIn.identity(), signedIn.since(), now));
        }
        return Optional.of(signedIn.identity());
    }

    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Ends a person's sessions, all or all but the one the person is using. */
    public void endOthers(String name, String keep) {
        open.forEach(
                (id, session) -> {
                    if (id.equals(keep)) {
                        return;
                    }
                    try {
                        if (session.getAttribute(ATTRIBUTE) instanceof SignedIn signedIn
                                && signedIn.identity().name().equals(name)) {
                            session.invalidate();
                        }
                    } catch (IllegalStateException endedMeanwhile) {
                        open.remove(id);
                    }
                });
    }

    /** Whose session this is. */
    public Optional<Identity> identity(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof SignedIn signedIn
                ? Optional.of(signedIn.identity())
                : Optional.empty();
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
