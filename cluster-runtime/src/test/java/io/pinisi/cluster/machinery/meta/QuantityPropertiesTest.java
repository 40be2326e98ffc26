package io.pinisi.cluster.machinery.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.pinisi.cluster.testing.Chance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What holds for every quantity. */
class QuantityPropertiesTest {
    private static final List<String> SUFFIXES =
            List.of(
                    "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi",
                    "Ei", "e3", "E-2", "e+6");

    private final Chance chance = new Chance();

    private String quantity() {
        String sign = chance.below(4) == 0 ? "-" : "";
        String whole = Integer.toString(chance.below(chance.coin() ? 10 : 100_000));
        String fraction = chance.coin() ? "" : "." + chance.below(1000);
        return sign + whole + fraction + chance.one(SUFFIXES);
    }

    @Test
    void theCanonicalTextSaysTheSameAndIsItsOwn() {
        for (int i = 0; i < 20_000; i++) {
            String text = quantity();
            Quantity read = Quantity.parse(text);
            Quantity again = Quantity.parse(read.toString());
            String shown = chance + ": " + text + " as " + read;
            assertEquals(0, read.compareTo(again), shown);
            assertEquals(read.toString(), again.toString(), shown);
        }
    }

    @Test
    void sumsAndDifferencesUndoEachOther() {
        for (int i = 0; i < 5000; i++) {
            Quantity a = Quantity.of(chance.below(1_000_000));
            Quantity b = Quantity.ofMilli(chance.below(1_000_000));
            assertEquals(0, a.plus(b).minus(b).compareTo(a), chance + ": " + a + " and " + b);
        }
    }

    @Test
    void anyTextIsAQuantityOrIsRefusedSoon() {
        Assertions.assertTimeout(
                Duration.ofMinutes(1),
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        readOrRefuse(chance.text("0123456789.+-eEinumkKMGTP ", 12));
                    }
                    readOrRefuse("1e2147483647");
                    readOrRefuse("1e-2147483648");
                    readOrRefuse("1e99999999999999999999");
                    readOrRefuse("9".repeat(10_000) + "Ei");
                });
    }

    private static void readOrRefuse(String text) {
        try {
            assertNotNull(Quantity.parse(text).toString());
        } catch (IllegalArgumentException e) {
            assertNotNull(e.getMessage());
        }
    }
}
