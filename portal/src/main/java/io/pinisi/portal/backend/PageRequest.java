package io.pinisi.portal.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which rows a view shows.
 *
 * @param filter words that must all occur somewhere in the row
 * @param sort a column's key; empty for the list's own order
 */
public record PageRequest(String filter, String sort, boolean descending, int offset, int limit) {
    public static final int LARGEST = 100;

    public PageRequest {
        if (offset < 0 || limit < 1 || limit > LARGEST) {
            throw new IllegalArgumentException("offset=" + offset + " limit=" + limit);
        }
    }

    public static PageRequest first(int limit) {
        return new PageRequest("", "", false, 0, limit);
    }

    /** Cuts this page out of rows that are in memory already. */
    public <T> Page<T> of(
            List<T> rows, Function<T, String> text, Function<String, Comparator<T>> order) {
        Comparator<T> comparator = order.apply(sort);
        List<T> fitting =
                rows.stream()
                        .filter(matching(text))
                        .sorted(descending ? comparator.reversed() : comparator)
                        .toList();
        int from = Math.min(offset, fitting.size());
        int to = Math.min(from + limit, fitting.size());
        return new Page<>(fitting.subList(from, to), fitting.size(), rows.size());
    }

    private <T> Predicate<T> matching(Function<T, String> text) {
        String[] words = filter.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        return row -> {
            String lower = text.apply(row).toLowerCase(Locale.ROOT);
            for (String word : words) {
                if (!lower.contains(word)) {
                    return false;
                }
            }
            return true;
        };
    }
}
