package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.IntPredicate;

/** Amounts such as {@code 1.5Gi}. */
final class QuantityFunctions {
    private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType INT = SimpleType.INT;
    private static final CelType BOOL = SimpleType.BOOL;

    private QuantityFunctions() {}

    static void add(FunctionSet functions) {
        functions
                .type(QUANTITY, Quantity.class)
                .global("quantity", QUANTITY, List.of(TEXT), a -> Quantity.parse((String) a[0]))
                .global("isQuantity", BOOL, List.of(TEXT), a -> isQuantity((String) a[0]))
                .member("isInteger", BOOL, List.of(QUANTITY), a -> isInteger(first(a)))
                .member("asInteger", INT, List.of(QUANTITY), a -> integer(first(a)))
                .member(
                        "asApproximateFloat",
                        SimpleType.DOUBLE,
                        List.of(QUANTITY),
                        a -> first(a).value().doubleValue())
                .member("sign", INT, List.of(QUANTITY), a -> (long) first(a).value().signum())
                .member(
                        "compareTo",
                        INT,
                        List.of(QUANTITY, QUANTITY),
                        a -> (long) Integer.signum(first(a).compareTo(second(a))));
        comparison(functions, "isLessThan", order -> order < 0);
        comparison(functions, "isGreaterThan", order -> order > 0);
        List<CelType> two = List.of(QUANTITY, QUANTITY);
        List<CelType> withInteger = List.of(QUANTITY, INT);
        functions
                .member("add", QUANTITY, two, a -> first(a).plus(second(a)))
                .member("add", QUANTITY, withInteger, a -> first(a).plus(whole(a)))
                .member("sub", QUANTITY, two, a -> first(a).minus(second(a)))
                .member("sub", QUANTITY, withInteger, a -> first(a).minus(whole(a)));
    }

    private static void comparison(FunctionSet functions, String name, IntPredicate wanted) {
        functions.member(
                name,
                BOOL,
                List.of(QUANTITY, QUANTITY),
                a -> wanted.test(first(a).compareTo(second(a))));
    }

    private static Quantity first(Object[] arguments) {
        return (Quantity) arguments[0];
    }

    private static Quantity second(Object[] arguments) {
        return (Quantity) arguments[1];
    }

    private static Quantity whole(Object[] arguments) {
        return Quantity.of((Long) arguments[1]);
    }

    private static boolean isQuantity(String text) {
        try {
            Quantity.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isInteger(Quantity quantity) {
        BigDecimal value = quantity.value().stripTrailingZeros();
        return value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
    }

    private static long integer(Quantity quantity) {
        try {
            BigInteger exact = quantity.value().toBigIntegerExact();
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("cannot convert value to integer", e);
        }
    }
}
