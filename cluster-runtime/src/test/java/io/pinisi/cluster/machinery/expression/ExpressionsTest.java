package io.pinisi.cluster.machinery.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExpressionsTest {
    private static final String OBJECT =
            "{replicas: 3, address: 10.0.0.7, ratio: 0.5, name: web, labels: {app: web}, ports:"
                    + " [80, 443], none: null}";
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
                    [1, 2, 2].isSorted() && !['b', 'a'].isSorted() | true
                    [1, 2, 3].sum() == 6 && [1.5, 2.0].sum() == 3.5 | true
                    [3, 1, 2].min() == 1 && object.ports.max() == 443 | true
                    ['a', 'b', 'a'].indexOf('a') == 0 && ['a', 'b', 'a'].lastIndexOf('a') == 2 | true
                    object.ports.indexOf(8080) == -1 | true
                    'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]') == '' | true
                    '12 ab 34'.findAll('[0-9]+') == ['12', '34'] | true
                    '12 ab 34'.findAll('[0-9]+', 1) == ['12'] | true
                    url('https://example.com:80/a%20b?k=v&k=w').getHost() == 'example.com:80' | true
                    url('https://example.com:80/').getHostname() == 'example.com' | true
                    url('https://[::1]:80/').getPort() == '80' | true
                    url('/a%20b?k=v&k=w').getQuery()['k'] == ['v', 'w'] | true
                    url('/a%20b').getEscapedPath() == '/a%20b' && url('/a').getScheme() == '' | true
                    isURL('https://x') && !isURL('../x') | true
                    '%s has %d of %.2f%% in %x'.format([object.name, object.replicas, 2.5, 255]) == 'web has 3 of 2.50% in ff' | true
                    '%s %s %e'.format([[1, 'a', true], {'b': 1.5}, 1052.0]) == '[1, a, true] {b: 1.5} 1.052000e+03' | true
                    !format.dns1123Label().validate(object.name).hasValue() | true
                    format.dns1123Label().validate('Web').value()[0].startsWith('a lowercase RFC 1123 label must') | true
                    !format.dns1123LabelPrefix().validate('web-').hasValue() && !format.named('nothing').hasValue() | true
                    format.named('uuid').value().validate('x').value() == ['does not match the UUID format'] | true
                    !format.uri().validate('https://a/b').hasValue() && !format.date().validate('2021-01-01').hasValue() | true
                    format.qualifiedName().validate('a/b/c').hasValue() && format.datetime().validate('noon').hasValue() | true
                    quantity('1Gi').isGreaterThan(quantity('1G')) | true
                    quantity('200M').compareTo(quantity('0.2G')) == 0 | true
                    quantity('50k').add(quantity('20k')).sub(1000) == quantity('69k') | true
                    quantity('50k').asInteger() == 50000 && !quantity('1.1').isInteger() | true
                    isQuantity('1.3Gi') && !isQuantity('200Q') && quantity('-1').sign() == -1 | true
                    ip('192.168.0.1').family() == 4 && ip('::1').isLoopback() | true
                    isIP('fe80::1') && !isIP('10.0.0.256') && !isIP('::ffff:1.2.3.4') | true
                    ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD') | true
                    ip('2001:db8:0:0:1:0:0:1') == ip('2001:db8::1:0:0:1') | true
                    cidr('192.168.0.0/24').containsIP(ip('192.168.0.7')) | true
                    cidr('192.168.0.0/24').containsIP('192.168.1.7') | false
                    cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') | true
                    string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8' | true
                    cidr('::1/64').prefixLength() == 64 && string(cidr('::1/64').ip()) == '::1' | true
                    isCIDR('10.0.0.0/33') | false
                    cidr('10.0.0.0/8').containsIP(object.address) | true
                    quantity('1').add(object.replicas) == quantity('4') | true
                    string(ip(object.address)) == '10.0.0.7' | true
                    object.name.findAll('[a-w]', object.replicas) == ['w', 'e', 'b'] | true
                    object.labels.all(k, v, k == v + 'x') | false
                    [1, 2].transformList(i, v, i + v) == [1, 3] | true
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

    /** May get pods named a, and the health. */
    private static Permissions.Answer judge(Permissions.Question question) {
        boolean pod = question.resource().equals("pods") && question.name().equals("a");
        boolean allowed =
                question.verb().equals("get") && (pod || question.path().equals("/livez"));
        return new Permissions.Answer(allowed, allowed ? "by the test" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorizer.path('/livez').check('get').allowed()",
                "!authorizer.path('/metrics').check('get').allowed()",
                "authorizer.group('').resource('pods').name('a').check('get').allowed()",
                "authorizer.group('').resource('pods').labelSelector('a=b').fieldSelector('c=d')"
                        + ".name('a').check('get').allowed()",
                "!authorizer.group('').resource('pods').namespace('x').check('get').allowed()",
                "authorizer.group('').resource('pods').subresource('log').name('a').check('get')"
                        + ".reason() == 'by the test'",
                "!authorizer.serviceAccount('x', 'y').path('/livez').check('get').allowed()",
                "authorizer.requestResource.check('get').allowed()",
                "!authorizer.requestResource.check('list').errored()"
            })
    void rulesMayAskWhatAUserMayDo(String rule) throws ExpressionException {
        Permissions permissions = ExpressionsTest::judge;
        Permissions.Question asked = new Permissions.Question("", "", "pods", "", "shop", "a", "");
        boolean holds =
                Expressions.over(List.of("authorizer", "authorizer.requestResource"))
                        .compile(rule)
                        .holds(
                                Map.of(
                                        "authorizer",
                                        permissions,
                                        "authorizer.requestResource",
                                        permissions.of(asked)));
        assertTrue(holds);
    }

    private static final String SCHEMA =
            """
            type: object
            properties:
              share: {type: number}
              born: {type: string, format: date-time}
              wait: {type: string, format: duration}
              a-b: {type: string}
              namespace: {type: string}
              port: {x-kubernetes-int-or-string: true}
              names: {type: object, additionalProperties: {type: string}}
              crew: {type: array, items: {type: object, properties: {age: {type: integer}}}}
            """;

    private static boolean holdsTyped(String rule) throws ExpressionException {
        JsonNode schema = Yaml.parse(SCHEMA).getFirst();
        JsonNode value =
                Yaml.parse(
                                "{share: 2, born: '2024-01-02T03:04:05Z', wait: 90s, a-b: x,"
                                        + " namespace: n, port: 80, names: {a-b: y}, crew: [{age:"
                                        + " 3}]}")
                        .getFirst();
        return Expressions.over(List.of("self"), Set.of(), schema)
                .compile(rule)
                .holds(Map.of("self", SchemaValues.of(value, schema)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.share > 1.5",
                "self.share / 4.0 == 0.5",
                "self.born > timestamp('2023-01-01T00:00:00Z')",
                "self.born.getFullYear() == 2024",
                "self.wait == duration('1m30s')",
                "self.a__dash__b == 'x'",
                "self.__namespace__ == 'n'",
                "self.port == 80",
                "self.names['a-b'] == 'y'",
                "has(self.share)",
                "self.crew.all(sailor, sailor.age == 3)"
            })
    void valuesHaveTheTypesThatTheirSchemaDeclares(String rule) throws ExpressionException {
        assertTrue(holdsTyped(rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"self.sails > 1", "self.share == 'x'", "self.crew[0].name == ''"})
    void aRuleThatDoesNotFitTheSchemaIsNotCompiled(String rule) {
        assertThrows(ExpressionException.class, () -> holdsTyped(rule));
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
