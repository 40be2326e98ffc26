package io.pinisi.cluster.machinery.expression.cost;

import io.pinisi.cluster.machinery.expression.cost.CallCosts.Call;
import java.util.Optional;

/** How large the results of calls can be, where that follows from what they are given. */
final class CallSizes {
    /** Of bytes that make up a character. */
    private static final Range ENCODED = new Range(1, 4);

    private CallSizes() {}

    static Optional<Range> of(Call call) {
        return switch (call.function()) {
            case "lowerAscii", "upperAscii", "substring", "trim" -> Optional.of(size(call, 0));
            case "split", "findAll", "find" -> Optional.of(Range.upTo(size(call, 0).max()));
            case "replace" -> Optional.of(replaced(size(call, 0), size(call, 1), size(call, 2)));
            case "_?_:_" -> Optional.of(size(call, 1).union(size(call, 2)));
            case "_+_" ->
                    call.variant() == CallCosts.Variant.OTHER
                            ? Optional.empty()
                            : Optional.of(size(call, 0).plus(size(call, 1)));
            case "bytes" -> call.isOnText() ? Optional.of(encoded(call)) : Optional.empty();
            case "string" ->
                    call.isOnText()
                            ? Optional.of(new Range(size(call, 0).min() / 4, size(call, 0).max()))
                            : Optional.empty();
            case "join" -> Optional.of(joined(call));
            case "strings.quote" -> Optional.of(quoted(size(call, 0)));
            default -> Optional.empty();
        };
    }

    private static Range size(Call call, int index) {
        return call.arguments().get(index).size();
    }

    private static Range encoded(Call call) {
        return size(call, 0).times(ENCODED);
    }

    /** All items, and what is between them. */
    private static Range joined(Call call) {
        Range items = size(call, 0);
        Range texts = items.times(call.arguments().getFirst().item());
        if (call.arguments().size() < 2) {
            return texts;
        }
        Range gaps = new Range(Math.max(0, items.min() - 1), Math.max(0, items.max() - 1));
        return texts.plus(gaps.times(size(call, 1)));
    }

    /** Two quotes, and before every character a backslash at worst. */
    private static Range quoted(Range text) {
        return text.times(new Range(1, 2)).plus(Range.exactly(2));
    }

    /** Shortest replacements as often as the text has room, or the longest. */
    private static Range replaced(Range text, Range wanted, Range replacement) {
        return new Range(
                shortest(text.min(), wanted.max(), replacement.min()),
                longest(text.max(), wanted.min(), replacement.max()));
    }

    private static long longest(long text, long wanted, long replacement) {
        if (wanted == 0) {
            return Range.sum(Range.product(Range.sum(text, 1), replacement), text);
        }
        return replacement <= wanted
                ? text
                : Range.product(Range.share(text, 1.0 / wanted), replacement);
    }

    private static long shortest(long text, long wanted, long replacement) {
        if (wanted == 0) {
            return Range.sum(Range.product(Range.sum(text, 1), replacement), text);
        }
        return wanted <= replacement
                ? text
                : Range.product(Range.share(text, 1.0 / wanted), replacement);
    }
}
