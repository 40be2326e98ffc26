package io.pinisi.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test class the same running product, started once and stopped at the end. */
final class PinisiExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PinisiExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pinisi.class;
    }

    @Override
    public Pinisi resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        "pinisi",
                        key -> {
                            Kubectl.requireRecent();
                            return Pinisi.fresh("walk").start();
                        },
                        Pinisi.class);
    }
}
