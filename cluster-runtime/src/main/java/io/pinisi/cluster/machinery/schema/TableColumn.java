package io.pinisi.cluster.machinery.schema;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One column of {@code kubectl get}.
 *
 * @param type OpenAPI type of the cells: string, integer, number, boolean, date
 * @param format {@code name} for the name column, else mostly empty
 * @param priority 0 is always shown, above 0 only with {@code -o wide}
 * @param cell reads the cell from an object in the version of the request
 */
public record TableColumn(
        String name,
        String type,
        String format,
        String description,
        int priority,
        Function<ObjectNode, JsonNode> cell) {

    /** The same column for objects of a version that is shown otherwise than it is stored. */
    public TableColumn of(Conversion conversion) {
        return new TableColumn(
                name,
                type,
                format,
                description,
                priority,
                object -> {
                    ObjectNode stored = object.deepCopy();
                    conversion.toStorage(stored);
                    return cell.apply(stored);
                });
    }
}
