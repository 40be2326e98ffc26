package io.pinisi.cluster.machinery.expression;

import dev.cel.bundle.CelBuilder;

/** The functions that Kubernetes adds to CEL, besides those that CEL's own extensions have. */
final class KubernetesFunctions {
    private KubernetesFunctions() {}

    static void addTo(CelBuilder builder) {
        FunctionSet functions = new FunctionSet();
        ListFunctions.add(functions);
        TextFunctions.add(functions);
        FormatFunctions.add(functions);
        UrlFunctions.add(functions);
        QuantityFunctions.add(functions);
        AddressFunctions.add(functions);
        PermissionFunctions.add(functions);
        functions.addTo(builder);
    }
}
