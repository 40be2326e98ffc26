package io.pinisi.cluster.controllers.bootstrap;

import io.pinisi.cluster.authn.bootstrap.BootstrapSecret;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;

/** Where the Secrets behind tokens are; followed apart, for no other Secret is wanted here. */
final class TokenSecrets {
    static final ResourcePath COLLECTION =
            ResourcePath.all(GroupVersionResource.of("v1", "secrets"))
                    .in(BootstrapSecret.NAMESPACE);

    private TokenSecrets() {}

    static Informer informer(ApiClient client) {
        return new Informer(
                client,
                COLLECTION,
                ListOptions.ALL.fields("type=" + BootstrapSecret.TYPE),
                InformerLimits.STANDARD);
    }
}
