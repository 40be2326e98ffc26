package io.pinisi.cluster.machinery.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("app", "web", "tier", "front", "size", "7", "empty", "", "ex.org/a", "b");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web | true",
                "app==web,tier=front | true",
                "app=web,tier=back | false",
                "app!=web | false",
                "missing!=x | true",
                "app in (web, api) | true",
                "app in (api) | false",
                "app notin (api) | true",
                "missing notin (api) | true",
                "app | true",
                "!app | false",
                "!missing,app | true",
                "size>6 | true",
                "size<7 | false",
                "app>1 | false",
                "empty= | true",
                "empty in () | true",
                "ex.org/a=b | true",
                "in in (in) | false",
            })
    void matches(String selector, boolean expected) {
        assertEquals(expected, LabelSelector.parse(selector).matches(LABELS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app=web,tier | app=web,tier",
                "tier,app==web | app=web,tier",
                "x in (b,a,b) | x in (a,b)",
                "!x,y notin (c) | !x,y notin (c)",
            })
    void printsSortedByKey(String selector, String expected) {
        assertEquals(expected, LabelSelector.parse(selector).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app in web | unable to parse requirement: found 'web', expected: '('",
                "=web | unable to parse requirement: found '=', expected: !, identifier, or 'end of"
                        + " string'",
                "app=web, | unable to parse requirement: found '', expected: identifier after ','",
                "app=web tier | unable to parse requirement: found 'tier', expected: ',' or 'end of"
                        + " string'",
                "a?b | key: Invalid value: \"a?b\": name part must consist of alphanumeric"
                        + " characters",
                "a=b?c | values[0][a]: Invalid value: \"b?c\": a valid label must be an empty"
                        + " string",
                "a>b | values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be"
                        + " an integer",
            })
    void refusesWithKubernetesWords(String selector, String message) {
        ApiException e = assertThrows(ApiException.class, () -> LabelSelector.parse(selector));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }

    @Test
    void absentSelectorSelectsNothingAndEmptyOneEverything() {
        assertFalse(LabelSelector.of(null).matches(LABELS));
        assertTrue(LabelSelector.of(Yaml.parse("{}").getFirst()).matches(LABELS));
        assertTrue(LabelSelector.parse("").isEverything());
    }

    @Test
    void readsTheObjectForm() {
        LabelSelector selector =
                LabelSelector.of(
                        Yaml.parse(
                                        """
                                        matchLabels: {app: web}
                                        matchExpressions:
                                        - {key: tier, operator: In, values: [front, back]}
                                        - {key: canary, operator: DoesNotExist}
                                        """)
                                .getFirst());
        assertTrue(selector.matches(LABELS));
        assertEquals("app=web,!canary,tier in (back,front)", selector.toString());
    }
}
