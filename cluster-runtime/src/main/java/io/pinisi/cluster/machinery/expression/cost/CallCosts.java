package io.pinisi.cluster.machinery.expression.cost;

import static io.pinisi.cluster.machinery.expression.cost.Range.product;
import static io.pinisi.cluster.machinery.expression.cost.Range.share;
import static io.pinisi.cluster.machinery.expression.cost.Range.sum;

import java.util.List;

/**
 * What calls cost besides their arguments, from the largest sizes that these can have. Figures of
 * cel-go for CEL's own functions, and of Kubernetes for those it adds.
 */
final class CallCosts {
    static final double OF_CHARACTER = 0.1;

    /** What is written out as a type with fields is a map and this call. */
    private static final long STRUCT_BEYOND_MAP = 10;

    private static final double OF_PATTERN = 0.25;

    /** So that two fit into one rule. */
    private static final long PERMISSION = 350_000;

    /** The longest regular expression behind a named format. */
    private static final long FORMAT_PATTERN = 128;

    private CallCosts() {}

    /** What a function is applied to, where it is several in one. */
    enum Variant {
        /** A text or bytes. */
        TEXT,
        LIST,
        OTHER
    }

    /**
     * A call.
     *
     * @param arguments what it is called on comes first
     */
    record Call(String function, Variant variant, List<Argument> arguments) {
        long size(int index) {
            return arguments.get(index).size().max();
        }

        boolean isOnText() {
            return variant == Variant.TEXT;
        }
    }

    /**
     * @param result the size of what comes out
     */
    static long of(Call call, Range result) {
        return switch (call.function()) {
            case "check" -> PERMISSION;
            case "@object", "@object_part", "@json_patch" -> STRUCT_BEYOND_MAP;
            case "jsonpatch.escapeKey" -> share(call.size(0), OF_CHARACTER);
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                    call.variant() == Variant.LIST
                            ? call.arguments().getFirst().traversal()
                            : share(call.size(0), OF_CHARACTER);
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "strings.quote",
                    "format",
                    "startsWith",
                    "endsWith" ->
                    share(call.size(0), OF_CHARACTER);
            case "fieldSelector", "labelSelector" -> share(call.size(1), OF_CHARACTER);
            case "ip", "string", "bytes" -> call.isOnText() ? share(call.size(0), OF_CHARACTER) : 1;
            case "replace", "split", "ip.isCanonical" -> share(call.size(0), 2 * OF_CHARACTER);
            case "join" -> share(result.max(), OF_CHARACTER);
            case "find", "findAll", "matches" ->
                    product(
                            share(sum(call.size(0), 1), OF_CHARACTER),
                            share(call.size(1), OF_PATTERN));
            case "contains" ->
                    product(share(call.size(0), OF_CHARACTER), share(call.size(1), OF_CHARACTER));
            case "validate" ->
                    product(share(call.size(1), OF_CHARACTER), share(FORMAT_PATTERN, OF_PATTERN));
            default -> ofOperator(call);
        };
    }

    private static long ofOperator(Call call) {
        return switch (call.function()) {
            case "containsIP" -> sum(share(product(2, range(call)), OF_CHARACTER), parsed(call));
            case "containsCIDR" ->
                    sum(
                            sum(share(product(2, range(call)), OF_CHARACTER), parsed(call)),
                            share(range(call), OF_CHARACTER) + 1);
            case "sets.contains", "sets.intersects" -> sum(1, product(call.size(0), call.size(1)));
            case "sets.equivalent" -> sum(1, product(2, product(call.size(0), call.size(1))));
            case "@in", "in", "_in_" -> call.variant() == Variant.LIST ? call.size(1) : 1;
            case "_==_", "_!=_" -> share(Math.min(call.size(0), call.size(1)), OF_CHARACTER);
            case "_<_", "_<=_", "_>_", "_>=_" ->
                    call.isOnText() ? share(Math.min(call.size(0), call.size(1)), OF_CHARACTER) : 1;
            case "_+_" ->
                    call.isOnText() ? share(sum(call.size(0), call.size(1)), OF_CHARACTER) : 1;
            default -> 1;
        };
    }

    /** Addresses have four bytes or sixteen. */
    private static long range(Call call) {
        return Math.min(16, call.size(0));
    }

    private static long parsed(Call call) {
        return call.isOnText() ? share(call.size(1), OF_CHARACTER) : 0;
    }
}
