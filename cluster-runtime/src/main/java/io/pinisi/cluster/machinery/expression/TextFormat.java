package io.pinisi.cluster.machinery.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sentences with values in them ({@code '%s has %d'.format([a, b])}), as CEL's strings have them.
 */
final class TextFormat {
    private static final Pattern CLAUSE = Pattern.compile("%(%|(?:\\.(\\d+))?(.)|$)");
    private static final int USUAL_DIGITS = 6;
    private static final int MOST_DIGITS = 100;

    private TextFormat() {}

    static String of(String template, List<?> values) {
        StringBuilder text = new StringBuilder();
        Matcher clause = CLAUSE.matcher(template);
        int next = 0;
        while (clause.find()) {
            clause.appendReplacement(text, "");
            if (clause.group(1).equals("%")) {
                text.append('%');
                continue;
            }
            if (clause.group(3) == null) {
                throw new IllegalArgumentException("unexpected end of string");
            }
            if (next >= values.size()) {
                throw new IllegalArgumentException("index " + next + " out of range");
            }
            text.append(one(clause.group(3).charAt(0), clause.group(2), values.get(next++)));
        }
        return clause.appendTail(text).toString();
    }

    private static String one(char verb, @Nullable String precision, Object value) {
        int digits = precision == null ? USUAL_DIGITS : Integer.parseInt(precision);
        if (digits > MOST_DIGITS) {
            throw new IllegalArgumentException("precision " + digits + " is too large");
        }
        return switch (verb) {
            case 's' -> text(value);
            case 'd' -> whole(value);
            case 'f' -> decimal("%." + digits + "f", value);
            case 'e' -> decimal("%." + digits + "e", value);
            case 'b' ->
                    value instanceof Boolean flag
                            ? flag ? "1" : "0"
                            : Long.toString(number(value, "integers and bools", verb), 2);
            case 'o' -> Long.toString(number(value, "integers", verb), 8);
            case 'x' -> hex(value, verb);
            case 'X' -> hex(value, verb).toUpperCase(Locale.ROOT);
            default ->
                    throw new IllegalArgumentException(
                            "could not parse formatting clause: unrecognized formatting clause \""
                                    + verb
                                    + "\"");
        };
    }

    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> plain(number);
            case CelByteString bytes -> bytes.toStringUtf8();
            case Duration time ->
                    new BigDecimal(time.getSeconds())
                                    .add(BigDecimal.valueOf(time.getNano(), 9))
                                    .stripTrailingZeros()
                                    .toPlainString()
                            + "s";
            case Instant time -> time.toString();
            case NullValue _ -> "null";
            case List<?> list ->
                    list.stream().map(TextFormat::text).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> text(map);
            default -> String.valueOf(value);
        };
    }

    private static String text(Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(text(key), text(value)));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String plain(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        return exact.toPlainString();
    }

    private static String whole(Object value) {
        return value instanceof Double number && (number.isNaN() || number.isInfinite())
                ? number.toString()
                : Long.toString(number(value, "integers", 'd'));
    }

    private static String decimal(String format, Object value) {
        return switch (value) {
            case Double number when number.isNaN() || number.isInfinite() -> number.toString();
            case Number number -> String.format(Locale.ROOT, format, number.doubleValue());
            default ->
                    throw new IllegalArgumentException(
                            "fixed-point clause can only be used on doubles");
        };
    }

    private static String hex(Object value, char verb) {
        return switch (value) {
            case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
            default ->
                    Long.toString(number(value, "integers, byte buffers, and strings", verb), 16);
        };
    }

    private static long number(Object value, String allowed, char verb) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof UnsignedLong number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(
                "formatting clause %" + verb + " can only be used on " + allowed);
    }
}
