package io.pinisi.cluster.apiserver.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.db.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However many refusals there are, the log grows by few records, and none goes uncounted. */
final class AuditRefusalsTest {
    private static final UserInfo ANN = UserInfo.of("ann", UserInfo.AUTHENTICATED);
    private static final UserInfo NODE = UserInfo.of("system:node:one", "system:nodes");

    private final List<AuditEntry> recorded = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final AuditRefusals refusals = new AuditRefusals(recorded::add, () -> now);

    private void refuse(UserInfo user, String source, int times) {
        ApiRequest request =
                new ApiRequest(
                        "GET",
                        "/version",
                        Query.NONE,
                        Map.of("user-agent", List.of("curl/8")),
                        limit -> new byte[0],
                        source,
                        "api",
                        List.of());
        for (int i = 0; i < times; i++) {
            RequestContext context = new RequestContext("r" + i, now, source);
            context.authenticated(user);
            assertThrows(
                    ApiException.class,
                    () ->
                            context.call(
                                    () ->
                                            refusals.handle(
                                                    request,
                                                    _ -> {
                                                        throw new ApiException(
                                                                Reason.FORBIDDEN, "no");
                                                    })));
        }
    }

    @Test
    void aPersonsRefusalsAreRecordedOneByOne() {
        refuse(ANN, "10.0.0.1", 100);
        assertEquals(100, recorded.size());
        AuditEntry first = recorded.getFirst();
        assertEquals("denied", first.result());
        assertTrue(first.detail().contains("\"userAgent\":\"curl/8\""));
    }

    @Test
    void aFloodIsCountedAndTheCountStandsOnTheNextWindowsRecord() {
        refuse(ANN, "10.0.0.1", 250);
        assertEquals(100, recorded.size());
        refuse(ANN, "10.0.0.2", 1);
        assertEquals(101, recorded.size());
        now = now.plus(Duration.ofMinutes(1));
        refuse(ANN, "10.0.0.1", 2);
        assertEquals(103, recorded.size());
        assertTrue(recorded.get(101).detail().contains("\"unrecordedBefore\":150"));
        assertFalse(recorded.get(102).detail().contains("unrecordedBefore"));
    }

    @Test
    void ofMachinesOnlyTheFirstInAWindowIsRecorded() {
        refuse(NODE, "10.0.0.3", 40);
        assertEquals(1, recorded.size());
        now = now.plus(Duration.ofMinutes(1));
        refuse(NODE, "10.0.0.3", 1);
        assertTrue(recorded.getLast().detail().contains("\"unrecordedBefore\":39"));
    }
}
