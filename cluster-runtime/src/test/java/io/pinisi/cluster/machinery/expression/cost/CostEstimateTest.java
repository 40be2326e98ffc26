package io.pinisi.cluster.machinery.expression.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Estimates decide which definitions are accepted: the figures are those of kube-apiserver. */
class CostEstimateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {type: array, items: {type: number}} | self.all(x, true) | 4718591
                    {type: array, maxItems: 10, items: {type: number}} | self.all(x, true) | 32
                    {type: array, items: {type: string}} | self.all(x, true) | 3145727
                    {type: array, items: {type: boolean}} | self.all(x, true) | 1887437
                    {type: array, items: {type: array, items: {type: number}}} | self.all(x, true) | 3145727
                    {type: array, items: {type: string, format: duration}} | self.all(x, true) | 2359295
                    {type: array, items: {type: string, format: date}} | self.all(x, true) | 725936
                    {type: array, items: {type: string, format: date-time}} | self.all(x, true) | 428963
                    {type: array, items: {x-kubernetes-int-or-string: true}} | self.all(x, true) | 4718591
                    {type: object, additionalProperties: {type: number}} | self.all(x, true) | 1348169
                    {type: object, additionalProperties: {type: string}} | self.all(x, true) | 1179647
                    {type: object, maxProperties: 3, additionalProperties: {type: string}} | self.all(x, true) | 11
                    {type: string} | self.contains('test') | 314574
                    {type: string, maxLength: 10} | self.contains('test') | 5
                    {type: string} | self.startsWith('test') | 2
                    {type: string} | size(self + "hello") > size("hello") | 314578
                    {type: string, maxLength: 4} | size(self + "hello") > size("hello") | 7
                    {type: array, items: {type: number}} | self[1] == 0.0 | 2
                    {type: array, items: {type: string}} | self[1] == self[1] | 314577
                    {type: array, maxItems: 10, items: {type: number}} | self.all(x, self.all(y, true)) | 352
                    {type: string} | self.matches("x") | 314574
                    {type: string, maxLength: 50} | self.matches("x") | 22
                    {type: string} | "".matches("(((((((((())))))))))[0-9]") | 7
                    {type: string} | self.matches("") | 1
                    {type: object, additionalProperties: {type: string}} | self.all(x, x.contains(self[x])) | 2752507
                    {type: object, maxProperties: 10, additionalProperties: {type: string}} | self.all(x, x.contains(self[x])) | 72
                    {type: string, maxLength: 0} | self == "x" | 1
                    {type: array, maxItems: 6291456, items: {type: number}} | self.all(x, x == 0.0) | 25165826
                    {type: array, items: {x-kubernetes-int-or-string: true}} | self[0] == 5 | 3
                    {type: array, items: {type: object, additionalProperties: {type: number}}} | self[0].x > 2.0 | 4
                    {type: array, items: {type: object, additionalProperties: {type: number}}} | self.all(x, x.y == 25.2) | 6291452
                    {type: string} | self.find('[0-9]+') == '' | 629147
                    {type: string, maxLength: 10} | self.find('[0-9]+') == '' | 11
                    {type: array, items: {type: string}} | self.join(' ') == 'aa bb' | 329853068905
                    {type: array, maxItems: 10, items: {type: string, maxLength: 10}} | self.join(' ') == 'aa bb' | 43
                    {type: array, items: {type: string}} | self.isSorted() == true | 329854432052
                    {type: array, maxItems: 10, items: {type: string, maxLength: 10}} | self.isSorted() == true | 52
                    {type: object, properties: {s: {type: string}, b: {type: string, maxLength: 2}, a: {type: string, maxLength: 4}}} | self.s.replace(self.b, self.a) == 'does not matter' | 629154
                    {type: object, properties: {s: {type: string}, t: {type: string}}} | self.s.split(self.t) == [] | 629160
                    {type: string, maxLength: 10} | self.lowerAscii() == 'lower!' | 6
                    {type: object, additionalProperties: {type: string, format: date-time}} | self["a"] == self["b"] | 8
                    {type: string, enum: [A, B, C, LongValue]} | self.contains('A') | 2
                    """)
    void rulesCostWhatTheyCostInTheOriginal(String schema, String rule, long cost)
            throws ExpressionException {
        JsonNode tree = Yaml.parse(schema).getFirst();
        long estimated =
                Expressions.over(List.of("self"), Set.of(), tree)
                        .compile(rule)
                        .worstCost(Expressions.sizes(tree));
        assertEquals(cost, estimated);
    }
}
