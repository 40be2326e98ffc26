package io.pinisi.cluster.machinery.expression.cost;

/** A size that is not known exactly: of a text in characters, of a list or map in entries. */
record Range(long min, long max) {
    static final Range UNKNOWN = new Range(0, Long.MAX_VALUE);
    static final Range ONE = exactly(1);

    static Range exactly(long size) {
        return new Range(size, size);
    }

    static Range upTo(long max) {
        return new Range(0, max);
    }

    Range plus(Range other) {
        return new Range(sum(min, other.min), sum(max, other.max));
    }

    Range times(Range other) {
        return new Range(product(min, other.min), product(max, other.max));
    }

    Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Costs and sizes are not negative; what is too large for a number stays at the largest. */
    static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    static long product(long one, long other) {
        return other != 0 && one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
    }

    /** The share of a number, rounded up. */
    static long share(long number, double factor) {
        double exact = Math.ceil(number * factor);
        return exact >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) exact;
    }
}
