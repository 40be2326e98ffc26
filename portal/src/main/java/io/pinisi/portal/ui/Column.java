package io.pinisi.portal.ui;

import java.util.function.Function;

/**
 * A column of a {@link RowTable}.
 *
 * @param key by which the service sorts; empty where it cannot
 * @param style CSS class of its cells: {@code num} (right-aligned figures), {@code wide} (left out
 *     on narrow screens) or empty
 */
public record Column<T>(String key, String header, String style, Function<T, Cell> cell) {
    public static <T> Column<T> of(String key, String header, Function<T, Cell> cell) {
        return new Column<>(key, header, "", cell);
    }

    public static <T> Column<T> text(String key, String header, Function<T, String> text) {
        return of(key, header, row -> new Cell.Text(text.apply(row)));
    }

    public static <T> Column<T> number(String key, String header, Function<T, String> text) {
        return new Column<>(key, header, "num", row -> new Cell.Text(text.apply(row)));
    }

    /** The same, left out where there is little room. */
    public Column<T> wide() {
        return new Column<>(key, header, (style + " wide").strip(), cell);
    }
}
