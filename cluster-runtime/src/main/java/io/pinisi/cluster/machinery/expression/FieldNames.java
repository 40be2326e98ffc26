package io.pinisi.cluster.machinery.expression;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Fields whose names CEL cannot read are spelled in a way that it can, as Kubernetes has it. */
final class FieldNames {
    private static final Pattern READABLE = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9./-]*");
    private static final Set<String> RESERVED =
            Set.of(
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");

    private FieldNames() {}

    /** Empty where no rule can name the field. */
    static Optional<String> escaped(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("__" + name + "__");
        }
        if (!READABLE.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                name.replace("__", "__underscores__")
                        .replace(".", "__dot__")
                        .replace("-", "__dash__")
                        .replace("/", "__slash__"));
    }
}
