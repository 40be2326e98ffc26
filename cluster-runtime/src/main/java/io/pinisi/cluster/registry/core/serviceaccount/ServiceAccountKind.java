package io.pinisi.cluster.registry.core.serviceaccount;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.Set;

/** {@code v1 ServiceAccount}; its tokens are issued by the server. */
public final class ServiceAccountKind {
    private ServiceAccountKind() {}

    public static Kind define(KindContext context) {
        GroupVersionKind token =
                new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
        return context.kind("", "v1", "ServiceAccount", "serviceaccounts")
                .shortNames("sa")
                .listed(new Subresource("token", token, Set.of("create")))
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(
                        context.columns()
                                .name()
                                .number("Secrets", o -> (long) o.path("secrets").size())
                                .age())
                .build();
    }
}
