package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows as a plain table that the browser draws from data: one component however many rows, text
 * that is never markup, and ages that count by themselves instead of being pushed.
 */
@Tag("pinisi-table")
@JavaScript("context://assets/row-table.js")
@JavaScript("context://assets/time-left.js")
public final class RowTable<T> extends Component {
    private static final long serialVersionUID = 1L;

    private final transient List<Column<T>> columns;
    private final transient Function<T, String> id;

    /**
     * @param label what the table holds, for screen readers
     * @param id stable over refreshes
     */
    public RowTable(
            String label, List<Column<T>> columns, Function<T, String> id, InstantSource clock) {
        this.columns = List.copyOf(columns);
        this.id = id;
        getElement().setAttribute("label", label);
        getElement().setPropertyJson("columns", header());
        getElement().setProperty("serverNow", (double) clock.millis());
    }

    private ArrayNode header() {
        ArrayNode header = JsonNodeFactory.instance.arrayNode();
        for (Column<T> column : columns) {
            header.addObject()
                    .put("key", column.key())
                    .put("header", column.header())
                    .put("cls", column.style())
                    .put("sort", !column.key().isEmpty());
        }
        return header;
    }

    public void setRows(List<T> rows) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (T row : rows) {
            ObjectNode one = json.addObject().put("id", id.apply(row));
            ArrayNode cells = one.putArray("cells");
            columns.forEach(column -> cells.add(column.cell().apply(row).json()));
        }
        getElement().setPropertyJson("rows", json);
    }

    /** Said in place of the whole table while it has no rows. */
    public RowTable<T> whenEmpty(String text) {
        getElement().setAttribute("empty", text);
        return this;
    }

    public void setSort(String key, boolean descending) {
        getElement()
                .setPropertyJson(
                        "sort",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("key", key)
                                .put("descending", descending));
    }

    public void onSort(Consumer<String> listener) {
        listen("sort-by", "event.detail.key", listener);
    }

    /** Tells the id of the row whose button was pressed. */
    public void onAction(Consumer<String> listener) {
        listen("row-action", "event.detail.row", listener);
    }

    private void listen(String event, String data, Consumer<String> listener) {
        getElement()
                .addEventListener(
                        event,
                        dom -> {
                            JsonNode value = dom.getEventData().get(data);
                            if (value != null && value.isString()) {
                                listener.accept(value.stringValue());
                            }
                        })
                .addEventData(data);
    }
}
