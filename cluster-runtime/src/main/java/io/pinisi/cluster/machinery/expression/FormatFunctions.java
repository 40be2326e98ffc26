package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.List;

/** Whether a text is of a format, and what is wrong with it if not. */
final class FormatFunctions {
    private static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");
    private static final CelType TEXT = SimpleType.STRING;

    private FormatFunctions() {}

    static void add(FunctionSet functions) {
        functions
                .type(FORMAT, NamedFormat.class)
                .global(
                        "format.named",
                        OptionalType.create(FORMAT),
                        List.of(TEXT),
                        a -> NamedFormat.named((String) a[0]))
                .member(
                        "validate",
                        OptionalType.create(ListType.create(TEXT)),
                        List.of(FORMAT, TEXT),
                        a -> ((NamedFormat) a[0]).validate((String) a[1]));
        for (NamedFormat format : NamedFormat.values()) {
            functions.global("format." + format.text(), FORMAT, List.of(), _ -> format);
        }
    }
}
