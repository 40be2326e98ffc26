package io.pinisi.federation.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TokenSourceTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private int fetched;
    private boolean failing;
    private final TokenSource source = new TokenSource(null, this::fetch, () -> now);

    @Test
    void oneIsFetchedAndUsedUntilShortlyBeforeItEnds() {
        assertEquals("token-1", source.get());
        now = now.plus(HOUR).minus(Token.MARGIN).minusSeconds(1);
        assertEquals("token-1", source.get());
        now = now.plusSeconds(1);
        assertEquals("token-2", source.get());
    }

    @Test
    void theOneBeforeServesWhileNoNewOneComes() {
        assertEquals("token-1", source.get());
        failing = true;
        now = now.plus(HOUR).minusSeconds(30);
        assertEquals("token-1", source.get());
        now = now.plusSeconds(30);
        assertEquals("not now", message());
    }

    @Test
    void afterAFailureItIsLeftAloneForAWhile() {
        failing = true;
        assertEquals("not now", message());
        assertEquals("not now", message());
        assertEquals(1, fetched);
        now = now.plus(TokenSource.PAUSE);
        failing = false;
        assertEquals("token-2", source.get());
    }

    @Test
    void theOneThatWasGivenIsUsedFirst() {
        TokenSource given =
                new TokenSource(new Token("given", now.plus(HOUR)), this::fetch, () -> now);
        assertEquals("given", given.get());
        assertEquals(0, fetched);
    }

    private String message() {
        return String.valueOf(assertThrows(ApiException.class, () -> source.get()).getMessage());
    }

    private Token fetch() {
        fetched++;
        if (failing) {
            throw new ApiException(Reason.UNAUTHORIZED, "not now");
        }
        return new Token("token-" + fetched, now.plus(HOUR));
    }
}
