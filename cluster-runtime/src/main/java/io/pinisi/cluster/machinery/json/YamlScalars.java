package io.pinisi.cluster.machinery.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a plain word means, by the YAML 1.1 rules that Kubernetes' own reader follows. */
final class YamlScalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    private static final Pattern OCTAL = Pattern.compile("[-+]?0o?[0-7_]+");
    private static final Pattern HEX = Pattern.compile("[-+]?0x[0-9a-fA-F_]+");
    private static final Pattern BINARY = Pattern.compile("[-+]?0b[01_]+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int NUMBER_LENGTH_MAX = 400;

    private YamlScalars() {}

    /** Null for the infinities and not-a-number, which JSON cannot say. */
    static @Nullable JsonNode resolve(String word) {
        switch (word) {
            case "", "~", "null", "Null", "NULL" -> {
                return NODES.nullNode();
            }
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> {
                return NODES.booleanNode(true);
            }
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> {
                return NODES.booleanNode(false);
            }
            default -> {
                char first = word.charAt(0);
                boolean maybeNumber =
                        (first >= '0' && first <= '9')
                                || first == '-'
                                || first == '+'
                                || first == '.';
                return maybeNumber && word.length() < NUMBER_LENGTH_MAX
                        ? number(word)
                        : NODES.stringNode(word);
            }
        }
    }

    private static @Nullable JsonNode number(String word) {
        String digits = word.replace("_", "");
        if (DECIMAL.matcher(word).matches()) {
            return integer(digits, "", 10);
        }
        if (HEX.matcher(word).matches()) {
            return integer(digits, "0x", 16);
        }
        if (BINARY.matcher(word).matches()) {
            return integer(digits, "0b", 2);
        }
        if (OCTAL.matcher(word).matches()) {
            return integer(digits, digits.contains("o") ? "0o" : "0", 8);
        }
        if (FLOAT.matcher(word).matches()) {
            return decimal(digits);
        }
        String lower = word.toLowerCase(Locale.ROOT);
        boolean unspeakable =
                lower.equals(".nan") || lower.equals(".inf") || lower.substring(1).equals(".inf");
        return unspeakable ? null : NODES.stringNode(word);
    }

    private static JsonNode integer(String digits, String prefix, int radix) {
        boolean negative = digits.startsWith("-");
        String unsigned = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        BigInteger value = new BigInteger(unsigned.substring(prefix.length()), radix);
        return whole(negative ? value.negate() : value);
    }

    private static JsonNode whole(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE
                ? NODES.numberNode(value.longValue())
                : NODES.numberNode(value);
    }

    private static JsonNode decimal(String digits) {
        double value = Double.parseDouble(digits);
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? whole(new BigDecimal(value).toBigInteger()) : NODES.numberNode(value);
    }
}
