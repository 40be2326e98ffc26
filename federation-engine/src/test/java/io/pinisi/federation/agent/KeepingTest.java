package io.pinisi.federation.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.federation.reverse.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class KeepingTest {
    private static final String RENDERED =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              namespace: shop
              name: settings
              labels: {pinisi.io/managed: "true"}
              annotations: {pinisi.io/binding: shop/settings-configmap}
            data: {colour: blue}
            """;
    private static final String OURS =
            "{\"f:metadata\":{\"f:labels\":{\"f:pinisi.io/managed\":{}},"
                + "\"f:annotations\":{\"f:pinisi.io/binding\":{}}},\"f:data\":{\"f:colour\":{}}}";

    private static Order order(boolean corrects) {
        return new Order(
                GroupVersionResource.of("v1", "configmaps"), tree(RENDERED), "1234", corrects, "");
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.parse(yaml).getFirst();
    }

    private static ObjectNode live(String ourFields) {
        ObjectNode live = tree(RENDERED);
        ObjectNode entry = live.withObject("/metadata").putArray("managedFields").addObject();
        entry.put("manager", "pinisi").put("operation", "Apply").put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", tree(ourFields));
        return live;
    }

    private static Keeping keeping(ObjectNode live) {
        return Keeping.of(order(true), Optional.of(live));
    }

    @Test
    void whatIsAsOrderedIsLeft() {
        assertEquals(Keeping.LEAVE, keeping(live(OURS)));
    }

    @Test
    void whatIsGoneComesBack() {
        assertEquals(Keeping.RESTORE, Keeping.of(order(true), Optional.empty()));
    }

    @Test
    void aFieldThatSomebodyTookIsPutRight() {
        assertEquals(
                Keeping.CORRECT, keeping(live(OURS.replace(",\"f:data\":{\"f:colour\":{}}", ""))));
    }

    @Test
    void whatIsOnlyToBeReportedIsLeft() {
        ObjectNode live = live(OURS.replace(",\"f:data\":{\"f:colour\":{}}", ""));
        assertEquals(Keeping.LEAVE, Keeping.of(order(false), Optional.of(live)));
        assertEquals(Keeping.LEAVE, Keeping.of(order(false), Optional.empty()));
    }

    @Test
    void whatIsNotOursOrOnItsWayOutIsLeft() {
        ObjectNode taken = live("{}");
        taken.withObject("/metadata/annotations").put("pinisi.io/binding", "shop/other");
        assertEquals(Keeping.LEAVE, keeping(taken));
        ObjectNode leaving = live("{}");
        leaving.withObject("/metadata").put("deletionTimestamp", "2026-03-01T12:00:00Z");
        assertEquals(Keeping.LEAVE, keeping(leaving));
    }

    @Test
    void theBookOutlastsTheProcess(@TempDir Path folder) throws IOException {
        OrderBook book = OrderBook.open(folder);
        book.put(order(true));
        assertEquals(List.of(order(true)), List.copyOf(OrderBook.open(folder).all()));
        book.forget(order(true).id());
        assertEquals(List.of(), List.copyOf(OrderBook.open(folder).all()));
    }
}
