package io.pinisi.cluster.machinery.value;

import java.util.BitSet;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A set of indexes, written as {@code 1,3-5,7}: how an indexed job says what is done. */
public final class IndexSet {
    private final BitSet bits;

    private IndexSet(BitSet bits) {
        this.bits = bits;
    }

    public static IndexSet of(IntStream indexes) {
        BitSet bits = new BitSet();
        indexes.forEach(bits::set);
        return new IndexSet(bits);
    }

    /**
     * Reads the text; the empty text is the empty set.
     *
     * @param end all indexes are below it
     * @throws IllegalArgumentException with the words that Kubernetes has for it
     */
    public static IndexSet parse(String text, int end) {
        BitSet bits = new BitSet();
        if (text.isEmpty()) {
            return new IndexSet(bits);
        }
        int last = -1;
        for (String interval : text.split(",", -1)) {
            String[] limits = interval.split("-", -1);
            if (limits.length > 2) {
                throw new IllegalArgumentException(
                        "the fragment \""
                                + interval
                                + "\" violates the requirement that an index interval can have at"
                                + " most two parts separated by '-'");
            }
            int from = index(limits[0], end);
            int to = from;
            if (limits.length == 2) {
                to = index(limits[1], end);
                requireIncreasing(from, to);
            }
            requireIncreasing(last, from);
            bits.set(from, to + 1);
            last = to;
        }
        return new IndexSet(bits);
    }

    /** As {@link #parse}, of a text that nobody has checked: what cannot be is left out. */
    public static IndexSet lenient(String text, int end) {
        BitSet bits = new BitSet();
        for (String interval : text.split(",", -1)) {
            bits.or(parseOrEmpty(interval, end).bits);
        }
        return new IndexSet(bits);
    }

    private static IndexSet parseOrEmpty(String interval, int end) {
        try {
            return parse(interval, end);
        } catch (IllegalArgumentException e) {
            return new IndexSet(new BitSet());
        }
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

    public boolean contains(int index) {
        return bits.get(index);
    }

    public int size() {
        return bits.cardinality();
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    public IntStream stream() {
        return bits.stream();
    }

    public IndexSet plus(IndexSet other) {
        BitSet union = (BitSet) bits.clone();
        union.or(other.bits);
        return new IndexSet(union);
    }

    public IndexSet minus(IndexSet other) {
        BitSet rest = (BitSet) bits.clone();
        rest.andNot(other.bits);
        return new IndexSet(rest);
    }

    public boolean intersects(IndexSet other) {
        return bits.intersects(other.bits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexSet that && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int end = bits.nextClearBit(from);
            text.add(end - from == 1 ? Integer.toString(from) : from + "-" + (end - 1));
            from = bits.nextSetBit(end);
        }
        return text.toString();
    }
}
