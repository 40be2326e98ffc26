package io.pinisi.cluster.machinery.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {
    private static final Map<String, String> FIELDS =
            Map.of("metadata.name", "a", "spec.nodeName", "n1", "odd", "x,y=z\\");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name=a | true",
                "metadata.name==a,spec.nodeName!=n2 | true",
                "spec.nodeName!=n1 | false",
                "absent= | true",
                "absent!=x | true",
                "odd=x\\,y\\=z\\\\ | true",
            })
    void matches(String selector, boolean expected) {
        FieldSelector parsed = FieldSelector.parse(selector);
        assertEquals(expected, parsed.matches(FIELDS));
        assertEquals(parsed, FieldSelector.parse(parsed.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name | invalid selector: 'name'; can't understand 'name'",
                "a=b=c | invalid field selector: unescaped character in value: =",
                "a=b\\c | invalid field selector: invalid escape sequence in 'b\\c'",
            })
    void refuses(String selector, String message) {
        ApiException e = assertThrows(ApiException.class, () -> FieldSelector.parse(selector));
        assertEquals(message, e.getMessage());
    }
}
