package io.pinisi.cluster.machinery.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A set of indexes, written as {@code 1,3-5,7}: how an indexed job says what is done. Its size in
 * memory is that of its text, however many indexes an interval holds.
 *
 * @param intervals in order, with gaps between them
 */
public record IndexSet(List<Interval> intervals) {
    public static final IndexSet EMPTY = new IndexSet(List.of());

    /** Indexes next to each other, both ends included. */
    public record Interval(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public IndexSet {
        intervals = List.copyOf(intervals);
    }

    public static IndexSet of(IntStream indexes) {
        return joined(indexes.mapToObj(index -> new Interval(index, index)));
    }

    private static IndexSet joined(Stream<Interval> intervals) {
        List<Interval> joined = new ArrayList<>();
        intervals
                .sorted(Comparator.comparingInt(Interval::first))
                .forEach(
                        next -> {
                            Interval last = joined.isEmpty() ? null : joined.getLast();
                            if (last == null || next.first() - 1 > last.last()) {
                                joined.add(next);
                            } else if (next.last() > last.last()) {
                                joined.set(
                                        joined.size() - 1, new Interval(last.first(), next.last()));
                            }
                        });
        return new IndexSet(joined);
    }

    /**
     * Reads the text; the empty text is the empty set.
     *
     * @param end all indexes are below it
     * @throws IllegalArgumentException with the words that Kubernetes has for it
     */
    public static IndexSet parse(String text, int end) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        List<Interval> intervals = new ArrayList<>();
        int last = -1;
        for (String part : text.split(",", -1)) {
            Interval interval = interval(part, end);
            requireIncreasing(last, interval.first());
            intervals.add(interval);
            last = interval.last();
        }
        return joined(intervals.stream());
    }

    private static Interval interval(String text, int end) {
        String[] limits = text.split("-", -1);
        if (limits.length > 2) {
            throw new IllegalArgumentException(
                    "the fragment \""
                            + text
                            + "\" violates the requirement that an index interval can have at"
                            + " most two parts separated by '-'");
        }
        int first = index(limits[0], end);
        if (limits.length == 1) {
            return new Interval(first, first);
        }
        int last = index(limits[1], end);
        requireIncreasing(first, last);
        return new Interval(first, last);
    }

    private static int index(String text, int end) {
        int index;
        try {
            index = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "cannot convert string to integer for index: \"" + text + "\"", e);
        }
        if (index >= end) {
            throw new IllegalArgumentException("too large index: \"" + text + "\"");
        }
        return index;
    }

    private static void requireIncreasing(int previous, int current) {
        if (previous >= current) {
            throw new IllegalArgumentException(
                    "non-increasing order, previous: " + previous + ", current: " + current);
        }
    }

    /**
     * As {@link #parse}, of a status that was written for another number of completions: what is
     * not below {@code end} is left out, and so is what cannot be read.
     */
    public static IndexSet lenient(String text, int end) {
        return joined(
                Stream.of(text.split(",", -1))
                        .flatMap(IndexSet::readable)
                        .filter(interval -> interval.first() < end)
                        .map(i -> new Interval(i.first(), Math.min(i.last(), end - 1))));
    }

    private static Stream<Interval> readable(String text) {
        try {
            return Stream.of(interval(text, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    public boolean contains(int index) {
        int low = 0;
        int high = intervals.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Interval interval = intervals.get(middle);
            if (index < interval.first()) {
                high = middle - 1;
            } else if (index > interval.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return intervals.stream().mapToInt(i -> i.last() - i.first() + 1).sum();
    }

    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    public IndexSet plus(IndexSet other) {
        return joined(Stream.concat(intervals.stream(), other.intervals.stream()));
    }

    /** What both have. */
    public IndexSet and(IndexSet other) {
        return joined(
                intervals.stream()
                        .flatMap(
                                mine ->
                                        other.intervals.stream()
                                                .map(theirs -> overlap(mine, theirs))
                                                .filter(both -> both.first() <= both.last())));
    }

    private static Interval overlap(Interval a, Interval b) {
        return new Interval(Math.max(a.first(), b.first()), Math.min(a.last(), b.last()));
    }

    @Override
    public String toString() {
        return intervals.stream().map(Interval::toString).collect(Collectors.joining(","));
    }
}
