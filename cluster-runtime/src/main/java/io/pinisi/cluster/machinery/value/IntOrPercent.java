package io.pinisi.cluster.machinery.value;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A number, or a share of another number: {@code 3} or {@code "25%"}. */
public record IntOrPercent(int amount, boolean isPercent) {
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,9}%");

    /** Empty where the node is neither a number nor a percentage. */
    public static Optional<IntOrPercent> of(JsonNode node) {
        if (node.isIntegralNumber()) {
            return Optional.of(new IntOrPercent(node.asInt(0), false));
        }
        String text = node.asString("");
        return PERCENT.matcher(text).matches()
                ? Optional.of(
                        new IntOrPercent(
                                Integer.parseInt(text.substring(0, text.length() - 1)), true))
                : Optional.empty();
    }

    /** The amount itself, or its share of {@code total}, a fraction rounded up. */
    public int upOf(int total) {
        return isPercent ? Math.toIntExact(Math.ceilDiv((long) amount * total, 100)) : amount;
    }

    /** The amount itself, or its share of {@code total}, a fraction rounded down. */
    public int downOf(int total) {
        return isPercent ? Math.toIntExact((long) amount * total / 100) : amount;
    }
}
