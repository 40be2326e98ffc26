package io.pinisi.cluster.machinery.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0Gi, 0",
        "100m, 100m",
        "1000m, 1",
        "1.5, 1500m",
        "0.1, 100m",
        ".5, 500m",
        "5., 5",
        "1500Mi, 1500Mi",
        "1024Mi, 1Gi",
        "1.5Gi, 1536Mi",
        "0.5Ki, 512",
        "1Ki, 1Ki",
        "0.1Ki, 102400m",
        "1000, 1k",
        "1000000, 1M",
        "1234567, 1234567",
        "1e3, 1e3",
        "1E3, 1e3",
        "12e2, 1200",
        "12e5, 1200e3",
        "1E, 1E",
        "5n, 5n",
        "1500n, 1500n",
        "0.5n, 1n",
        "-1.5, -1500m",
        "+3k, 3k",
        "100E, 9223372036854775807",
        "1e-3, 1e-3",
        "128974848, 128974848",
        "129e6, 129e6",
        "123Mi, 123Mi",
        "1e99, 9223372036854775807"
    })
    void printsCanonically(String text, String canonical) {
        assertEquals(canonical, Quantity.parse(text).toString());
        assertEquals(canonical, Quantity.parse(canonical).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000, 1",
        "100m, 100, 1",
        "1500m, 1500, 2",
        "1n, 1, 1",
        "-1500m, -1500, -2",
        "1Gi, 1073741824000, 1073741824",
        "8E, 9223372036854775807, 8000000000000000000"
    })
    void roundsUp(String text, long milli, long units) {
        assertEquals(milli, Quantity.parse(text).asMilli());
        assertEquals(units, Quantity.parse(text).asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1.2.3", "1Kim", "1ki", "12 ", "1e99999", "--1", ".", "1Zi"})
    void refusesWhatIsNoQuantity(String text) {
        assertThrows(IllegalArgumentException.class, () -> Quantity.parse(text));
    }

    @Test
    void comparesAcrossFormats() {
        assertEquals(0, Quantity.parse("1024Ki").compareTo(Quantity.parse("1048576")));
        assertTrue(Quantity.parse("1Gi").compareTo(Quantity.parse("1G")) > 0);
    }

    @Test
    void sumsKeepTheFormatOfTheFirstThatIsNotZero() {
        Quantity sum = Quantity.ZERO.plus(Quantity.parse("512Mi")).plus(Quantity.parse("512Mi"));
        assertEquals("1Gi", sum.toString());
        assertEquals("512Mi", sum.minus(Quantity.parse("512Mi")).toString());
    }
}
