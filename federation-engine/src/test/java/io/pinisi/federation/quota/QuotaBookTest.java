package io.pinisi.federation.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QuotaBookTest {
    private static final ObjectKey KEY = ObjectKey.of("shop", "all");

    private final Map<Template, ResourceAmounts> stored = new HashMap<>();
    private final List<Template> reconsidered = new ArrayList<>();
    private final QuotaBook book = new QuotaBook(namespace -> stored, reconsidered::add);

    private static Template template(String name) {
        return new Template(
                GroupVersionKind.of("apps/v1", "Deployment"), ObjectKey.of("shop", name));
    }

    private static ResourceAmounts cpu(String amount) {
        return ResourceAmounts.of(Yaml.parse("{cpu: " + amount + "}").getFirst());
    }

    private void limit(String overall) {
        book.put(
                KEY,
                FederatedQuota.of(
                        Yaml.parse(
                                        "{metadata: {namespace: shop, name: all}, spec: {overall: {"
                                                + overall
                                                + "}}}")
                                .getFirst()));
    }

    @BeforeEach
    void limit() {
        limit("requests.cpu: 4");
    }

    @Test
    void whatIsWrittenAndWhatIsOnItsWayBothCount() {
        stored.put(template("old"), cpu("1"));
        assertEquals(Optional.empty(), book.take(template("a"), ResourceAmounts.NONE, cpu("2")));
        assertEquals(
                Optional.of(
                        "exceeds federated quota all: requested requests.cpu=1500m, used by others"
                                + " 3, limited to 4"),
                book.take(template("b"), ResourceAmounts.NONE, cpu("1500m")));
        assertEquals(Optional.empty(), book.take(template("b"), ResourceAmounts.NONE, cpu("1")));
    }

    @Test
    void whoAsksForNoMoreThanBeforeIsNotRefused() {
        stored.put(template("big"), cpu("9"));
        assertEquals(Optional.empty(), book.take(template("big"), cpu("9"), cpu("9")));
        assertEquals(Optional.empty(), book.take(template("big"), cpu("9"), cpu("8")));
        assertTrue(book.take(template("big"), cpu("9"), cpu("9")).isPresent(), "8 was taken");
    }

    @Test
    void theRefusedTryAgainWhenThereIsRoom() {
        book.take(template("a"), ResourceAmounts.NONE, cpu("4"));
        book.take(template("b"), ResourceAmounts.NONE, cpu("1"));
        assertEquals(List.of(), reconsidered.stream().filter(template("b")::equals).toList());
        book.giveBack(template("a"));
        assertEquals(List.of(template("b")), reconsidered);
    }

    @Test
    void aHigherLimitLetsTheRefusedTryAgain() {
        book.take(template("a"), ResourceAmounts.NONE, cpu("5"));
        limit("requests.cpu: 6");
        assertEquals(List.of(template("a")), reconsidered);
        assertEquals(Optional.empty(), book.take(template("a"), ResourceAmounts.NONE, cpu("5")));
        assertEquals(cpu("5").amounts(), book.used("shop").amounts());
    }
}
