package io.pinisi.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * One statement for many rows. The values are handed to the driver as they are: jOOQ would make a
 * typed value of each, and of bytes a LOB in the database, which holds them once more.
 */
final class PreparedRows {
    private PreparedRows() {}

    /**
     * @param query has a place for each value of a row, in their order
     */
    static void execute(DSLContext sql, Query query, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        String text = sql.render(query);
        sql.connection(connection -> execute(connection, text, rows));
    }

    private static void execute(Connection connection, String text, List<Object[]> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
