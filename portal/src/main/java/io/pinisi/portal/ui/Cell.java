package io.pinisi.portal.ui;

import io.pinisi.portal.status.Status;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What stands in one cell of a {@link RowTable}. */
public sealed interface Cell {
    record Text(String text) implements Cell {}

    record Mono(String text) implements Cell {}

    /**
     * @param soft a quieter second line, may be empty
     * @param path a page of the portal, without leading slash
     */
    record Link(String text, String soft, String path) implements Cell {}

    record State(Status status) implements Cell {}

    /** Counts on in the browser by itself. */
    record Age(@Nullable Instant since) implements Cell {}

    /** Counts down by itself. */
    record Left(Instant until) implements Cell {}

    record Tags(List<String> texts) implements Cell {}

    /** Addresses outside the portal. */
    record Open(List<URI> uris) implements Cell {}

    /**
     * Tells the table's listener the row's id.
     *
     * @param label what a screen reader says, because all rows have the same text
     */
    record Button(String text, String label) implements Cell {}

    /** As the browser's half of the table reads it. */
    default ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Text(String text) -> json.put("k", "text").put("text", text);
            case Mono(String text) -> json.put("k", "mono").put("text", text);
            case Link(String text, String soft, String path) ->
                    json.put("k", "link")
                            .put("text", text)
                            .put("soft", soft)
                            .put("href", "/" + path);
            case State(Status status) ->
                    json.put("k", "status")
                            .put("text", status.word())
                            .put("soft", status.detail())
                            .put("level", StatusBadge.css(status.level()))
                            .put("icon", StatusBadge.icon(status.level()).cssSuffix());
            case Age(Instant since) ->
                    json.put("k", "age").put("at", since == null ? 0L : since.toEpochMilli());
            case Left(Instant until) -> json.put("k", "left").put("at", until.toEpochMilli());
            case Tags(List<String> texts) -> {
                json.put("k", "tags");
                texts.forEach(json.putArray("texts")::add);
            }
            case Open(List<URI> uris) -> {
                json.put("k", "open");
                var array = json.putArray("uris");
                uris.forEach(uri -> array.add(uri.toString()));
            }
            case Button(String text, String label) ->
                    json.put("k", "button").put("text", text).put("label", label);
        }
        return json;
    }
}
