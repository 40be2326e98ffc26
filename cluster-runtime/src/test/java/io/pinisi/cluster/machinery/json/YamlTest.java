package io.pinisi.cluster.machinery.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class YamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes | true",
                "Off | false",
                "~ | null",
                "12 | 12",
                "-7 | -7",
                "0o17 | 15",
                "017 | 15",
                "0x1F | 31",
                "1_000 | 1000",
                "1e3 | 1000",
                "1.5 | 1.5",
                "1.0 | 1",
                "9007199254740993 | 9007199254740993",
                "100m | \"100m\"",
                "1.2.3 | \"1.2.3\"",
                "'yes' | \"yes\"",
                "\"12\" | \"12\"",
                "!!str 12 | \"12\"",
                "2001-01-01 | \"2001-01-01\"",
                "089 | 89",
                "- | \"-\"",
            })
    void plainWordsMeanWhatKubernetesReads(String word, String json) {
        if (word.equals("-")) {
            assertEquals("[null]", Yaml.parse("a:\n- ").getFirst().get("a").toString());
            return;
        }
        assertEquals(json, Yaml.parse("a: " + word).getFirst().get("a").toString());
    }

    @Test
    void readsSeveralDocumentsAndSkipsEmptyOnes() {
        String text =
                """
                # only a comment
                ---
                a: 1
                ---
                ---
                {"b": [2, {"c": null}]}
                ...
                """;
        List<ObjectNode> documents = Yaml.parse(text);
        assertEquals("[{\"a\":1}, {\"b\":[2,{\"c\":null}]}]", documents.toString());
    }

    @Test
    void expandsAnchorsAndMergeKeys() {
        ObjectNode tree =
                Yaml.parse(
                                """
                                base: &base {x: 1, y: 2}
                                copy: *base
                                more: {<<: *base, y: 3}
                                """)
                        .getFirst();
        assertEquals("{\"y\":3,\"x\":1}", tree.get("more").toString());
        assertEquals(tree.get("base"), tree.get("copy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 1\\na: 2 | line 2: key \"a\" already set in map",
                "a: [1 | line 1",
                "a: *x | line 1: unknown anchor 'x' referenced",
                "[1] | a document must be an object, not array",
                "text | a document must be an object, not string",
                "a: .inf | line 1: \".inf\" has no place in JSON",
                "\\ta: 1 | line 1",
            })
    void namesTheLineOfAFault(String yaml, String message) {
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () -> Yaml.parse(yaml.replace("\\n", "\n").replace("\\t", "\t")));
        assertEquals(Reason.BAD_REQUEST, e.reason());
        String prefix = "error converting YAML to JSON: yaml: ";
        assertTrue(String.valueOf(e.getMessage()).startsWith(prefix + message), e.getMessage());
    }

    @Test
    void refusesABillionLaughs() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            String previous = "*a" + (i - 1);
            bomb.append(
                    "a" + i + ": &a" + i + " [" + (previous + ",").repeat(9) + previous + "]\n");
        }
        ApiException e = assertThrows(ApiException.class, () -> Yaml.parse(bomb.toString()));
        assertTrue(String.valueOf(e.getMessage()).contains("excessive aliasing"));
    }

    @Test
    void printsAsKubectlDoes() {
        ObjectNode tree =
                Json.parse(
                        """
                        {"apiVersion":"v1","items":[{"a":"x","b":[1,2]},[],{}],"empty":{},
                         "yes":"yes","n":"1","text":"a: b","dash":"- x","lines":"one\\ntwo\\n",
                         "nolast":"one\\ntwo","tab":"a\\tb","nil":null,"date":"2001-01-01",
                         "f":1.5,"colon":"a:b","flag":"--v","time":"2026-11-22T10:00:00Z"}
                        """
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(
                """
                apiVersion: v1
                items:
                - a: x
                  b:
                  - 1
                  - 2
                - []
                - {}
                empty: {}
                "yes": "yes"
                "n": "1"
                text: "a: b"
                dash: "- x"
                lines: |
                  one
                  two
                nolast: |-
                  one
                  two
                tab: "a\\tb"
                nil: null
                date: "2001-01-01"
                f: 1.5
                colon: a:b
                flag: --v
                time: "2026-11-22T10:00:00Z"
                """
                        .replace("\"n\":", "n:"),
                Yaml.print(tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a ",
                "\n",
                "a\n\n",
                "\na",
                "  a\nb",
                "a\n  b\n c",
                "null",
                "~",
                "<<",
                "=",
                "1e5",
                "0x1",
                "a #b",
                "#a",
                "a\u0007b",
                "é\u2028",
                "😀\nx",
                "'",
                "\"",
                "\\",
                "@",
                "key:",
                "a\r\nb",
                "!x",
                "&a",
                "*a",
                "|",
                ">",
                "%",
                "[",
                "{a",
                "a]",
                "?",
                "? x",
                "- ",
                "-",
                "---",
                "123abc",
                "1234-",
                "1:30",
                "0.",
                ".5",
                "1_0",
                "a\t",
                "\ta\nb",
                "a\n \nb",
                "on"
            })
    void whatIsPrintedReadsBackTheSame(String text) {
        ObjectNode tree = Json.object().put("a", text);
        tree.putArray("b").add(text).addArray().add(text);
        tree.putObject("c").put("d", text).put(text.isEmpty() ? "e" : text, 1);
        assertEquals(List.of(tree), Yaml.parse(Yaml.print(tree)), Yaml.print(tree));
    }
}
