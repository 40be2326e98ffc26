package io.pinisi.portal.logs;

import io.pinisi.auth.Identity;
import io.pinisi.portal.pods.LogRequest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tickets for log streams: good once, for {@link #VALID}, for one session. Thread-safe. */
@Singleton
public final class LogTickets {
    static final Duration VALID = Duration.ofSeconds(30);
    static final int MOST = 10_000;
    private static final int BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Map<String, Issued> issued = new LinkedHashMap<>();

    private record Issued(Identity identity, LogRequest request, Instant until) {}

    LogTickets(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized String issue(Identity identity, LogRequest request) {
        forgetOld();
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(ticket, new Issued(identity, request, clock.instant().plus(VALID)));
        return ticket;
    }

    synchronized Optional<LogRequest> redeem(String ticket, Identity identity) {
        Issued found = issued.remove(ticket);
        if (found == null
                || clock.instant().isAfter(found.until())
                || !found.identity().session().equals(identity.session())) {
            return Optional.empty();
        }
        return Optional.of(found.request());
    }

    private void forgetOld() {
        Instant now = clock.instant();
        Iterator<Issued> oldest = issued.values().iterator();
        while (oldest.hasNext()) {
            if (!now.isAfter(oldest.next().until()) && issued.size() < MOST) {
                return;
            }
            oldest.remove();
        }
    }
}
