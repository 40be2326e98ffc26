package io.pinisi.portal.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.portal.history.PastRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ActivityTest {
    private static Optional<PastRef> refOf(String object) {
        return new Activity(
                        1,
                        Instant.EPOCH,
                        "ann",
                        List.of(),
                        "update",
                        object,
                        "allowed",
                        "api",
                        "127.0.0.1",
                        "",
                        "",
                        "r",
                        OptionalLong.of(1),
                        "{}",
                        "")
                .ref();
    }

    @Test
    void anObjectIsFoundAgainInThePast() {
        assertEquals(
                Optional.of(new PastRef("deployments.apps", "shop", "web")),
                refOf("apps/v1 deployments shop/web"));
        assertEquals(
                Optional.of(new PastRef("deployments.apps", "shop", "web")),
                refOf("apps/v1 deployments/scale shop/web"));
        assertEquals(
                Optional.of(new PastRef("namespaces", "", "shop")), refOf("v1 namespaces shop"));
    }

    @Test
    void aListOrAPathIsNoObject() {
        assertEquals(Optional.empty(), refOf("v1 secrets"));
        assertEquals(Optional.empty(), refOf("/audit/records"));
    }

    @Test
    void theAddressOfAPastObjectKeepsItsNameApart() {
        assertEquals(
                "history/object?resource=pods&namespace=a%26b&name=c%3Dd&at=1970-01-01T00%3A00%3A00Z",
                new PastRef("pods", "a&b", "c=d").path(Instant.EPOCH));
    }
}
