package io.pinisi.portal.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pinisi.auth.Identity;
import io.pinisi.portal.pods.LogRequest;
import io.pinisi.portal.pods.PodRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogTicketsTest {
    private static final LogRequest LOG =
            new LogRequest(new PodRef("bali", "default", "web-1"), "web", 500, false);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final LogTickets tickets = new LogTickets(now::get);
    private final Identity person = person("one session");

    @Test
    void aTicketIsGoodOnce() {
        String ticket = tickets.issue(person, LOG);
        assertEquals(Optional.of(LOG), tickets.redeem(ticket, person));
        assertEquals(Optional.empty(), tickets.redeem(ticket, person));
    }

    @Test
    void aTicketIsGoodForAShortTime() {
        String ticket = tickets.issue(person, LOG);
        pass(LogTickets.VALID);
        assertEquals(Optional.of(LOG), tickets.redeem(ticket, person));
        String late = tickets.issue(person, LOG);
        pass(LogTickets.VALID.plusMillis(1));
        assertEquals(Optional.empty(), tickets.redeem(late, person));
    }

    @Test
    void aTicketOfAnotherSessionIsSpentAndWorthNothing() {
        String ticket = tickets.issue(person, LOG);
        assertEquals(Optional.empty(), tickets.redeem(ticket, person("another session")));
        assertEquals(Optional.empty(), tickets.redeem(ticket, person));
        assertEquals(Optional.empty(), tickets.redeem("made up", person));
    }

    @Test
    void theOldestTicketGoesWhenThereAreTooMany() {
        String first = tickets.issue(person, LOG);
        String second = tickets.issue(person, LOG);
        assertNotEquals(first, second);
        for (int i = 2; i <= LogTickets.MOST; i++) {
            tickets.issue(person, LOG);
        }
        assertEquals(Optional.empty(), tickets.redeem(first, person));
        assertEquals(Optional.of(LOG), tickets.redeem(second, person));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static Identity person(String session) {
        return new Identity("local:admin:1", "admin", List.of(), session);
    }
}
