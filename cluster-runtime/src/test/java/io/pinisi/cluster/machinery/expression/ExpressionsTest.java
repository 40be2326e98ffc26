package io.pinisi.cluster.machinery.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {
    private static final String OBJECT =
            "{replicas: 3, ratio: 0.5, name: web, labels: {app: web}, ports: [80, 443], none:"
                    + " null}";
    private final Expressions expressions = Expressions.over(List.of("object", "oldObject"));

    private boolean holds(String rule) throws ExpressionException {
        return expressions
                .compile(rule)
                .holds(
                        Map.of(
                                "object", Values.of(Yaml.parse(OBJECT).getFirst()),
                                "oldObject", Values.of(null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    object.replicas <= 5 | true
                    object.replicas > 5 | false
                    object.ratio < 1 | true
                    object.replicas == 3.0 | true
                    has(object.labels.app) && object.labels['app'] == 'web' | true
                    has(object.labels.other) | false
                    object.ports.all(p, p > 79) | true
                    object.ports.exists(p, p == 8080) | false
                    object.name.startsWith('w') | true
                    object.name.matches('^[a-z]+$') | true
                    object.name.upperAscii() == 'WEB' | true
                    oldObject == null | true
                    object.none == null | true
                    object.?labels.app.orValue('x') == 'web' | true
                    sets.contains([1, 2, 3], [2]) | true
                    'web' in ['web', 'db'] | true
                    object.ports.map(p, p + 1).size() == 2 | true
                    """)
    void rulesHoldOrDoNot(String rule, boolean expected) throws ExpressionException {
        assertEquals(expected, holds(rule));
    }

    @Test
    void aRuleOfAnUnknownVariableIsNotCompiled() {
        ExpressionException e =
                assertThrows(ExpressionException.class, () -> expressions.compile("thing.x == 1"));
        assertTrue(String.valueOf(e.getMessage()).contains("undeclared reference to 'thing'"));
    }

    @Test
    void anAbsentFieldBreaksOff() {
        assertThrows(ExpressionException.class, () -> holds("object.sails > 1"));
    }

    @Test
    void aRuleThatNeverEndsIsStopped() {
        String list = "[1,2,3,4,5,6,7,8,9,10]";
        String rule = "1 == 1";
        for (int i = 0; i < 6; i++) {
            rule = list + ".all(x" + i + ", " + rule + ")";
        }
        String bottomless = rule;
        assertThrows(ExpressionException.class, () -> holds(bottomless));
    }
}
