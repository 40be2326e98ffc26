package io.pinisi.cluster.apiserver.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditPage;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.RecordLine;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a page says about the next one. */
final class AuditSearchTest {
    private static final AuditRecord FOUND =
            AuditChain.link(
                    AuditChain.GENESIS,
                    7000,
                    Instant.EPOCH,
                    new AuditEntry("ann", List.of(), "get", "", "r", "", "api", "allowed", "{}"),
                    OptionalLong.empty());

    private static List<String> searched(AuditPage page) {
        AuditLog log =
                (AuditLog)
                        Proxy.newProxyInstance(
                                AuditLog.class.getClassLoader(),
                                new Class<?>[] {AuditLog.class},
                                (_, _, _) -> page);
        ApiResponse answer =
                new AuditSearch(log)
                        .answer(
                                new ApiRequest(
                                        "GET",
                                        AuditSearch.SEARCH,
                                        Query.parse("limit=2"),
                                        Map.of(),
                                        _ -> new byte[0],
                                        "local",
                                        "api",
                                        List.of()))
                        .orElseThrow();
        var body = assertInstanceOf(ApiResponse.Body.Parts.class, answer.body());
        return new String(body.joined(), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aPageThatIsNotFullTellsWhereToGoOn() {
        assertEquals(
                List.of(RecordLine.of(FOUND), "{\"continueBefore\":6500}"),
                searched(new AuditPage(List.of(FOUND), OptionalLong.of(6500))));
    }

    @Test
    void aFullPageAndTheLastOneAreRecordsAndNothingElse() {
        String line = RecordLine.of(FOUND);
        assertEquals(
                List.of(line, line),
                searched(new AuditPage(List.of(FOUND, FOUND), OptionalLong.of(6999))));
        assertEquals(List.of(line), searched(new AuditPage(List.of(FOUND), OptionalLong.empty())));
    }
}
