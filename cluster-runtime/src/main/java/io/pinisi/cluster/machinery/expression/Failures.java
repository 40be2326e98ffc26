package io.pinisi.cluster.machinery.expression;

import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong while a rule ran, in the words that users of Kubernetes know. */
final class Failures {
    private static final Pattern WHERE = Pattern.compile("^evaluation error(?: at [^ ]*)?: ");
    private static final Pattern KEY = Pattern.compile("key '(.*)' is not present in map\\.?");
    private static final Pattern INDEX = Pattern.compile("[Ii]ndex out of bounds: (-?\\d+).*");

    private Failures() {}

    static String words(CelEvaluationException e) {
        String said = WHERE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        return switch (e.getErrorCode()) {
            case ATTRIBUTE_NOT_FOUND -> known(KEY, said, "no such key: ");
            case INDEX_OUT_OF_BOUNDS -> known(INDEX, said, "index out of bounds: ");
            case DIVIDE_BY_ZERO ->
                    said.contains("%") || said.contains("modul")
                            ? "modulus by zero"
                            : "division by zero";
            case NUMERIC_OVERFLOW -> "integer overflow";
            case OVERLOAD_NOT_FOUND -> "no such overload";
            default -> said;
        };
    }

    private static String known(Pattern pattern, String said, String words) {
        Matcher matcher = pattern.matcher(said);
        return matcher.matches() ? words + matcher.group(1) : said;
    }
}
