package io.pinisi.cluster.registry;

import io.pinisi.cluster.registry.core.configmap.ConfigMapKind;
import io.pinisi.cluster.registry.core.namespace.NamespaceKind;
import io.pinisi.cluster.registry.core.node.NodeKind;
import io.pinisi.cluster.registry.core.pod.PodKind;
import io.pinisi.cluster.registry.core.secret.SecretKind;
import java.util.List;

/** The kinds that every control plane serves, in the order discovery lists them. */
final class BuiltInKinds {
    private BuiltInKinds() {}

    static List<Kind> all(KindContext context) {
        return List.of(
                ConfigMapKind.define(context),
                NamespaceKind.define(context),
                NodeKind.define(context),
                PodKind.define(context),
                SecretKind.define(context));
    }
}
