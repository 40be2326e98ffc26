package io.pinisi.cluster.registry.core.secret;

import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;

/** {@code v1 Secret}. */
public final class SecretKind {
    private SecretKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "Secret", "secrets")
                .strategy(new SecretStrategy())
                .selectable("type")
                .with(Kind.Trait.SEALED)
                .columns(
                        context.columns()
                                .name()
                                .text("Type", object -> object.path("type").asString(""))
                                .number("Data", object -> (long) object.path("data").size())
                                .age())
                .build();
    }
}
