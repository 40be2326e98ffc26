package io.pinisi.cluster.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class DifferencesTest {
    private static ObjectNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> between(String before, String after) {
        return Differences.between(json(before), json(after)).stream()
                .map(d -> d.path() + ": " + d.before() + " -> " + d.after())
                .toList();
    }

    @Test
    void fieldsAreNamedByTheirPath() {
        assertEquals(
                List.of("spec.replicas: 2 -> 3", "spec.paused: true -> null"),
                between(
                        "{'spec':{'replicas':2,'paused':true,'x':1}}",
                        "{'spec':{'replicas':3,'x':1}}"));
        assertEquals(
                List.of("metadata.labels[app.kubernetes.io/name]: null -> \"web\""),
                between(
                        "{'metadata':{'labels':{}}}",
                        "{'metadata':{'labels':{'app.kubernetes.io/name':'web'}}}"));
    }

    @Test
    void itemsWithNamesAreComparedByName() {
        assertEquals(
                List.of(
                        "c[side]: {\"name\":\"side\"} -> null",
                        "c[web].image: \"a:1\" -> \"a:2\"",
                        "c[new]: null -> {\"name\":\"new\"}"),
                between(
                        "{'c':[{'name':'side'},{'name':'web','image':'a:1'}]}",
                        "{'c':[{'name':'web','image':'a:2'},{'name':'new'}]}"));
    }

    @Test
    void itemsWithoutNamesAreComparedByPosition() {
        assertEquals(
                List.of("a[1]: 2 -> 3", "a[2]: null -> 4"),
                between("{'a':[1,2]}", "{'a':[1,3,4]}"));
        assertEquals(
                List.of("a[1].v: 2 -> 3"),
                between(
                        "{'a':[{'name':'x','v':1},{'name':'x','v':2}]}",
                        "{'a':[{'name':'x','v':1},{'name':'x','v':3}]}"));
    }

    @Test
    void anObjectThatComesOrGoesIsOneDifference() {
        assertEquals(1, Differences.between(null, json("{'a':1,'b':2}")).size());
        assertEquals(1, Differences.between(json("{'a':1,'b':2}"), null).size());
        assertEquals(List.of(), Differences.between(null, null));
    }
}
