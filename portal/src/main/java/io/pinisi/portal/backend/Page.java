package io.pinisi.portal.backend;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total rows that fit the filter, on all pages
 * @param all rows without any filter, so that "nothing here" and "nothing fits" can be told apart
 */
public record Page<T>(List<T> rows, int total, int all) {
    public Page {
        rows = List.copyOf(rows);
    }
}
