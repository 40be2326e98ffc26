package io.pinisi.cluster.machinery.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;

/** Sentences with values in them; parts of a text by regular expressions, in linear time. */
final class TextFunctions {
    private static final CelType TEXT = SimpleType.STRING;

    private TextFunctions() {}

    static void add(FunctionSet functions) {
        CelType texts = ListType.create(TEXT);
        functions
                .member(
                        "format",
                        TEXT,
                        List.of(TEXT, ListType.create(SimpleType.DYN)),
                        a -> TextFormat.of((String) a[0], (List<?>) a[1]))
                .member("find", TEXT, List.of(TEXT, TEXT), a -> first(found(a, 1)))
                .member("findAll", texts, List.of(TEXT, TEXT), a -> found(a, Long.MAX_VALUE))
                .member(
                        "findAll",
                        texts,
                        List.of(TEXT, TEXT, SimpleType.INT),
                        a -> found(a, (Long) a[2] < 0 ? Long.MAX_VALUE : (Long) a[2]));
    }

    private static String first(List<String> found) {
        return found.isEmpty() ? "" : found.getFirst();
    }

    private static List<String> found(Object[] arguments, long most) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern((String) arguments[1]).matcher((String) arguments[0]);
        while (found.size() < most && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Illegal regex: " + e.getMessage(), e);
        }
    }
}
