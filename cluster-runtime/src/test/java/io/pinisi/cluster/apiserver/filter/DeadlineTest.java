package io.pinisi.cluster.apiserver.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final ApiResponse ANSWER = ApiResponse.text(200, "ok");

    private static ApiResponse run(Deadline deadline, String verb, String query, Handler next) {
        RequestContext context = new RequestContext("id", Instant.EPOCH, "local");
        context.resolved(
                new ResourceRequest(
                        verb,
                        "/",
                        GroupVersionResource.of("v1", "pods"),
                        "",
                        "default",
                        null,
                        List.of()));
        ApiRequest request =
                new ApiRequest(
                        "GET",
                        "/",
                        Query.parse(query),
                        Map.of(),
                        _ -> new byte[0],
                        "local",
                        "api",
                        List.of());
        return context.call(() -> deadline.handle(request, next));
    }

    private static ApiException late(Deadline deadline, String verb, String query) {
        CountDownLatch never = new CountDownLatch(1);
        Handler stuck =
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return ANSWER;
                };
        try {
            return assertThrows(ApiException.class, () -> run(deadline, verb, query, stuck));
        } finally {
            never.countDown();
        }
    }

    @Test
    void whatTakesLongerThanTheServerAllowsEnds() {
        Deadline deadline = new Deadline(SHORT, SHORT);
        ApiException read = late(deadline, "list", "");
        assertEquals(Reason.TIMEOUT, read.reason());
        assertEquals(
                "Timeout: request did not complete within the allotted timeout", read.getMessage());
        assertEquals(Reason.TIMEOUT, late(deadline, "create", "timeout=1h").reason());
    }

    @Test
    void theClientMayAllowLess() {
        Deadline deadline = new Deadline(LONG, LONG);
        assertEquals(Reason.TIMEOUT, late(deadline, "get", "timeout=1ms").reason());
        assertEquals(Reason.TIMEOUT, late(deadline, "update", "timeout=1ms").reason());
        assertEquals(ANSWER, run(deadline, "get", "timeout=1m", _ -> ANSWER));
        assertEquals(ANSWER, run(deadline, "list", "timeout=0", _ -> ANSWER));
    }

    @Test
    void aTimeoutThatIsNoneIsRefused() {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> run(new Deadline(LONG, LONG), "list", "timeout=soon", _ -> ANSWER));
        assertEquals(
                "invalid timeout specified in the request URL - time: invalid duration \"soon\"",
                refusal.getMessage());
    }

    @Test
    void watchesAndOthersThatTakeTheirTimeAreLeftAlone() {
        assertEquals(ANSWER, run(new Deadline(SHORT, SHORT), "watch", "timeout=1ns", _ -> ANSWER));
    }
}
