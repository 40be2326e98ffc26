package io.pinisi.cluster.machinery.expression.cost;

import dev.cel.common.values.CelByteString;
import java.util.List;
import java.util.Map;

/** What a call is given, as far as it matters for the cost. */
sealed interface Argument {
    Range size();

    /** Of one item of a list. */
    Range item();

    /** What it costs to look at all that is in it. */
    long traversal();

    /**
     * Reckoned with before any value is known.
     *
     * @param ofTexts whether the items of a list are longer than one
     */
    record Estimated(Range size, Range item, boolean ofTexts) implements Argument {
        @Override
        public long traversal() {
            long text = ofTexts ? Range.share(item.max(), CallCosts.OF_CHARACTER) : 0;
            return Range.product(size.max(), Range.sum(1, text));
        }
    }

    /** Met while a rule runs. */
    record Measured(Object value) implements Argument {
        @Override
        public Range size() {
            return size(value);
        }

        @Override
        public Range item() {
            return value instanceof List<?> list && !list.isEmpty()
                    ? list.stream().map(Measured::size).reduce(Range::union).orElseThrow()
                    : Range.UNKNOWN;
        }

        @Override
        public long traversal() {
            return traversal(value);
        }

        static Range size(Object value) {
            return Range.exactly(
                    switch (value) {
                        case String text -> text.codePointCount(0, text.length());
                        case CelByteString bytes -> bytes.size();
                        case List<?> list -> list.size();
                        case Map<?, ?> map -> map.size();
                        case Sized sized -> sized.size();
                        default -> 1;
                    });
        }

        private static long traversal(Object value) {
            return switch (value) {
                case String text -> (long) (text.length() * CallCosts.OF_CHARACTER);
                case CelByteString bytes -> (long) (bytes.size() * CallCosts.OF_CHARACTER);
                case List<?> list -> list.stream().mapToLong(Measured::traversal).sum();
                case Map<?, ?> map ->
                        map.entrySet().stream()
                                .mapToLong(e -> traversal(e.getKey()) + traversal(e.getValue()))
                                .sum();
                default -> 1;
            };
        }
    }
}
