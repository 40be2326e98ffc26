package io.pinisi.cluster.admission.match;

import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compiled rules by their text, the least used forgotten first. Thread-safe. */
public final class Rules {
    private static final int REMEMBERED = 1000;

    private final Supplier<Expressions> language;
    private @Nullable Expressions expressions;
    private final Map<String, Expression> compiled =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
                            return size() > REMEMBERED;
                        }
                    });

    public Rules(List<String> variables) {
        this(() -> Expressions.over(variables));
    }

    private Rules(Supplier<Expressions> language) {
        this.language = language;
    }

    /** Rules that say how objects are to become. */
    public static Rules changing(List<String> variables) {
        return new Rules(() -> Expressions.changing(variables));
    }

    public Expression of(String text) throws ExpressionException {
        Expression known = compiled.get(text);
        if (known == null) {
            known = expressions().compile(text);
            compiled.put(text, known);
        }
        return known;
    }

    /** Made for the first rule: most control planes never see one, and it takes its time. */
    private synchronized Expressions expressions() {
        Expressions made = expressions;
        if (made == null) {
            made = language.get();
            expressions = made;
        }
        return made;
    }
}
