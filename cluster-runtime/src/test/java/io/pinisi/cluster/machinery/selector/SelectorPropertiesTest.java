package io.pinisi.cluster.machinery.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.testing.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for every selector. */
class SelectorPropertiesTest {
    private static final List<String> KEYS = List.of("app", "tier", "x.io/y");
    private static final List<String> VALUES = List.of("a", "b", "c-1");
    private static final String ANYTHING = "ab=!<>(), innot\\.-_/\u00e9\t";

    private final Chance chance = new Chance();

    private String requirement() {
        String key = chance.one(KEYS);
        return switch (chance.below(7)) {
            case 0 -> key;
            case 1 -> "!" + key;
            case 2 -> key + "=" + chance.one(VALUES);
            case 3 -> key + " != " + chance.one(VALUES);
            case 4 -> key + " in (" + chance.one(VALUES) + "," + chance.one(VALUES) + ")";
            case 5 -> key + " notin (" + chance.one(VALUES) + ")";
            default -> key + ">" + chance.below(9);
        };
    }

    private String selector() {
        List<String> requirements = new ArrayList<>();
        for (int i = chance.below(4); i >= 0; i--) {
            requirements.add(requirement());
        }
        return String.join(",", requirements);
    }

    private Map<String, String> labels() {
        return Map.of(
                chance.one(KEYS.subList(0, 1)),
                chance.one(VALUES),
                chance.one(KEYS.subList(1, 3)),
                chance.coin() ? "5" : chance.one(VALUES));
    }

    @Test
    void aSelectorsTextIsTheSameSelector() {
        for (int i = 0; i < 5000; i++) {
            String text = selector();
            LabelSelector selector = LabelSelector.parse(text);
            LabelSelector again = LabelSelector.parse(selector.toString());
            assertEquals(selector, again, chance + ": " + text);
            Map<String, String> labels = labels();
            assertEquals(
                    selector.matches(labels),
                    again.matches(labels),
                    chance + ": " + text + " on " + labels);
        }
    }

    @Test
    void manyRequirementsHoldWhereEachOneHolds() {
        for (int i = 0; i < 5000; i++) {
            String one = requirement();
            String other = requirement();
            Map<String, String> labels = labels();
            assertEquals(
                    LabelSelector.parse(one).matches(labels)
                            && LabelSelector.parse(other).matches(labels),
                    LabelSelector.parse(one + "," + other).matches(labels),
                    chance + ": " + one + " and " + other + " on " + labels);
        }
    }

    @Test
    void anyTextIsASelectorOrABadRequest() {
        for (int i = 0; i < 50_000; i++) {
            String text = chance.text(ANYTHING, 14);
            readOrRefuse(text, () -> LabelSelector.parse(text).matches(Map.of("a", "b")));
            readOrRefuse(text, () -> FieldSelector.parse(text).matches(Map.of("a", "b")));
        }
    }

    private void readOrRefuse(String text, Runnable reader) {
        try {
            reader.run();
        } catch (ApiException e) {
            assertEquals(Reason.BAD_REQUEST, e.reason(), chance + ": " + text);
        }
    }
}
