package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Lists as Kubernetes extends them: order, sums, extremes, places. */
final class ListFunctions {
    private static final CelType ITEM = TypeParamType.create("T");
    private static final CelType ITEMS = ListType.create(ITEM);

    private ListFunctions() {}

    static void add(FunctionSet functions) {
        functions
                .member("isSorted", SimpleType.BOOL, List.of(ITEMS), a -> isSorted(list(a)))
                .member("min", ITEM, List.of(ITEMS), a -> extreme(list(a), ORDER, "min"))
                .member("max", ITEM, List.of(ITEMS), a -> extreme(list(a), ORDER.reversed(), "max"))
                .member("sum", ITEM, List.of(ITEMS), a -> sum(list(a)))
                .member(
                        "indexOf",
                        SimpleType.INT,
                        List.of(ITEMS, ITEM),
                        a -> (long) list(a).indexOf(a[1]))
                .member(
                        "lastIndexOf",
                        SimpleType.INT,
                        List.of(ITEMS, ITEM),
                        a -> (long) list(a).lastIndexOf(a[1]));
    }

    private static List<?> list(Object[] arguments) {
        return (List<?>) arguments[0];
    }

    private static final Comparator<Object> ORDER = ListFunctions::compare;

    private static int compare(Object left, Object right) {
        return switch (left) {
            case Number number when right instanceof Number other ->
                    number instanceof Long whole && other instanceof Long otherWhole
                            ? Long.compare(whole, otherWhole)
                            : Double.compare(number.doubleValue(), other.doubleValue());
            case String text when right instanceof String other -> text.compareTo(other);
            case Boolean flag when right instanceof Boolean other -> flag.compareTo(other);
            case Duration time when right instanceof Duration other -> time.compareTo(other);
            case java.time.Instant time when right instanceof java.time.Instant other ->
                    time.compareTo(other);
            default -> throw new IllegalArgumentException("no such overload");
        };
    }

    private static boolean isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(List<?> list, Comparator<Object> order, String name) {
        return list.stream()
                .map(Object.class::cast)
                .min(order)
                .orElseThrow(() -> new IllegalArgumentException(name + " called on empty list"));
    }

    private static Object sum(List<?> list) {
        Object total = 0L;
        for (int i = 0; i < list.size(); i++) {
            total = i == 0 ? list.getFirst() : plus(total, list.get(i));
        }
        return total;
    }

    private static Object plus(Object left, Object right) {
        try {
            return switch (left) {
                case Long a when right instanceof Long b -> Math.addExact(a, b);
                case Number a when right instanceof Number b -> a.doubleValue() + b.doubleValue();
                case Duration a when right instanceof Duration b -> a.plus(b);
                default -> throw new IllegalArgumentException("no such overload");
            };
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("integer overflow", e);
        }
    }
}
