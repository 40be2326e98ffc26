package io.pinisi.federation.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What scripts can do, and above all what they cannot. */
final class SandboxTest {
    /** As always, but for a busy machine: here nothing may hang on the clock. */
    private static final Sandbox SANDBOX =
            new Sandbox(
                    new Limits(
                            1_000_000,
                            64L << 20,
                            1 << 20,
                            64 << 10,
                            50_000,
                            64,
                            Duration.ofMinutes(1)));

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    private static JsonNode run(String body, JsonNode... arguments) {
        Script script = SANDBOX.compile("test", "f", "function f(a, b)\n" + body + "\nend");
        return SANDBOX.call(script, List.of(arguments), List.of(Json.object())).getFirst();
    }

    private static String failure(String body) {
        return String.valueOf(assertThrows(ScriptException.class, () -> run(body)).getMessage());
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.parse(yaml).getFirst();
    }

    @Test
    void objectsComeOutAsTheyWentIn() {
        ObjectNode object =
                tree(
                        "{a: 1, b: 2.5, c: true, d: [1, {e: x}], f: {}, g: [], big: 4294967296,"
                                + " h: 'ü'}");
        Script script = SANDBOX.compile("test", "f", "function f(a) return a end");
        assertEquals(object, SANDBOX.call(script, List.of(object), List.of(object)).getFirst());
    }

    @Test
    void scriptsOfKarmadaFindTheirHelpers() {
        JsonNode requirements =
                run(
                        """
                        local kube = require("kube")
                        return kube.accuratePodRequirements(a.spec.template)
                        """,
                        tree(
                                "{spec: {template: {spec: {nodeSelector: {disk: ssd}, containers:"
                                        + " [{resources: {requests: {cpu: 200m}}}]}}}}"));
        assertEquals("200m", requirements.at("/resourceRequest/cpu").asString());
        assertEquals("ssd", requirements.at("/nodeClaim/nodeSelector/disk").asString());
        JsonNode needs =
                run(
                        """
                        local kube = require("kube")
                        return kube.getPodDependencies(a, "shop")
                        """,
                        tree("{spec: {volumes: [{secret: {secretName: key}}]}}"));
        assertEquals("key", needs.at("/0/name").asString());
        assertEquals("shop", needs.at("/0/namespace").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "::again:: goto again",
                "for i = 1, 1e18 do end",
                "repeat until false",
                "local function g() return g() end return g()",
                "pcall(function() while true do end end) while true do pcall(error) end",
                "for i in function() return 1 end do end",
                "local s = ('a'):rep(30) return string.find(s, ('a*'):rep(30) .. 'b')",
                "return (('a'):rep(5000)):find(('a-'):rep(15) .. 'b')",
                "table.sort({3, 2, 1}, function() while true do end end)",
                "string.gsub('aaa', 'a', function() while true do end end)",
                "local t = {} t.t = t while t do t = t.t end",
            })
    void whatNeverEndsIsEnded(String body) {
        String failure = failure(body);
        assertTrue(failure.contains("more than") || failure.contains("too complex"), failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local s = 'x' while true do s = s .. s end",
                "return ('x'):rep(1e9)",
                "return ('x'):rep(2^62, 'yy')",
                "return string.rep('', 1e18)",
                "local t = {} for i = 1, 1e9 do t[i] = {i} end",
                "local s = ('x'):rep(1e6) local t = {} for i = 1, 100 do t[i] = s end return"
                        + " table.concat(t)",
                "local s = ('x'):rep(1e6) return string.format('%s%s%s', s, s, s)",
                "return (('x'):rep(1e5)):gsub('x', ('y'):rep(1e5))",
                "return table.unpack({}, 1, 1e8)",
                "local t = {} for i = 1, 40 do t = {t, t} end return t",
                "local t = {} for i = 1, 100 do t = {t} end return t",
                "local t = {} t.self = t return t",
            })
    void whatGrowsIsEnded(String body) {
        String failure = failure(body);
        assertTrue(failure.contains("more than") || failure.contains("too many"), failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "luajava",
                "io",
                "os",
                "load",
                "loadstring",
                "loadfile",
                "dofile",
                "debug",
                "package",
                "coroutine",
                "setmetatable",
                "getmetatable",
                "rawset",
                "rawget",
                "collectgarbage",
                "xpcall",
                "module",
                "string.dump",
                "math.random"
            })
    void whatReachesOutIsNotThere(String name) {
        assertTrue(run("return " + name).isNull(), name);
    }

    @Test
    void nothingIsKeptForTheNextRun() {
        Script script =
                SANDBOX.compile(
                        "test",
                        "f",
                        "function f() string.upper = nil n = (n or 0) + 1"
                                + " return n .. tostring(('x').upper ~= nil) end");
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    "1true",
                    SANDBOX.call(script, List.of(), List.of(Json.object())).getFirst().asString());
        }
    }

    @Test
    void modulesThatAreNotOursAreNotFound() {
        assertTrue(failure("return require('java.lang.System')").contains("not found"));
        assertTrue(failure("return require('os')").contains("not found"));
    }

    @Test
    void recursionWithoutEndIsEnded() {
        assertTrue(failure("local function g() return 1 + g() end return g()").contains("deep"));
        String nested = "(".repeat(20_000) + "1" + ")".repeat(20_000);
        assertTrue(failure("return " + nested).length() > 0);
    }

    @Test
    void faultsNameTheLine() {
        assertTrue(failure("return 1 +").startsWith("test:"), failure("return 1 +"));
        String failure = failure("local x = nil\nreturn x.y");
        assertTrue(failure.startsWith("test:3"), failure);
        assertEquals(
                "test: the function g is not defined",
                assertThrows(
                                ScriptException.class,
                                () -> SANDBOX.compile("test", "g", "function f() end"))
                        .getMessage());
    }

    @Test
    void aTopLevelThatNeverEndsDoesNotCompile() {
        assertThrows(
                ScriptException.class,
                () -> SANDBOX.compile("test", "f", "function f() end while true do end"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "('key = value'):match('(%w+)%s*=%s*(%w+)'); key",
                "('hello world'):find('o w'); 5",
                "('hello'):find('l'); 3",
                "('a.b'):find('.', 1, true); 2",
                "(('hello'):gsub('l', 'L')); heLLo",
                "(('hello'):gsub('(h)(e)', '%2%1')); ehllo",
                "(('abc'):gsub('%w', {a = '1'})); 1bc",
                "(('abc'):gsub('', '-')); -a-b-c-",
                "('[[x]]'):match('%[%[(.-)%]%]'); x",
                "('f(a(b)c)d'):match('%b()'); (a(b)c)",
                "('THE (quick) fox'):find('%f[%a]%a+%f[%A]', 5); 6",
                "('2026-03-10'):match('^(%d+)-(%d+)'); 2026",
                "tostring(('x'):match('y')); nil",
                "('  trim '):match('^%s*(.-)%s*$'); trim",
                "('abc'):match('[^a-b]'); c",
                "('a]b'):match('[]]'); ]",
                "('xyzxyz'):match('(xyz)%1'); xyz",
                "('abc'):match('()c'); 3",
                "(('1,2'):gsub('%d', function(d) return d + 1 end)); 2,3",
                "table.concat({1, 2, 3}, '-'); 1-2-3",
                "select('#', table.unpack({1, 2, 3})); 3",
                "string.format('%d%%', 5); 5%",
                "('x'):rep(3, ','); 'x,x,x'",
            })
    void theLibraryDoesWhatLuasManualSays(String expression, String expected) {
        JsonNode result = run("return " + expression);
        assertEquals(expected, result.asString());
    }

    @Test
    void gmatchFindsEveryMatch() {
        assertEquals(
                "one|two|three",
                run("""
                local words = {}
                for word in ("one two three"):gmatch("%a+") do
                  table.insert(words, word)
                end
                return table.concat(words, "|")
                """)
                        .asString());
    }
}
