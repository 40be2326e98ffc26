package io.pinisi.portal.history;

import java.util.List;

/**
 * A page of the past.
 *
 * @param next where the next page begins; empty at the end
 */
public record PastPage<T>(List<T> rows, String next) {
    public PastPage {
        rows = List.copyOf(rows);
    }
}
