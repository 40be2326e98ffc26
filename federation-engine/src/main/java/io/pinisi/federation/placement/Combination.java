package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.List;

/** Some of the first n numbers, ascending; their order is that of the words they would spell. */
record Combination(List<Integer> indexes) {
    Combination {
        indexes = List.copyOf(indexes);
    }

    static Combination first(int size) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            indexes.add(i);
        }
        return new Combination(indexes);
    }

    boolean within(int n) {
        return indexes.getLast() < n;
    }

    /** The next one; past the last it is not {@link #within} any more. */
    Combination next(int n) {
        List<Integer> next = new ArrayList<>(indexes);
        int size = next.size();
        int at = size - 1;
        while (at > 0 && next.get(at) == n - size + at) {
            at--;
        }
        int value = next.get(at) + 1;
        for (int i = at; i < size; i++) {
            next.set(i, value + i - at);
        }
        return new Combination(next);
    }
}
