package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.login.Login;
import io.pinisi.federation.login.Logins;
import io.pinisi.federation.login.TokenSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Opens the tokens of members that joined, and keeps new refresh tokens in their Secrets. */
record MemberTokens(ApiClient hub, Logins logins) {
    private static final Logger LOG = LoggerFactory.getLogger(MemberTokens.class);
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-membership");

    /**
     * Null where the kubeconfig has the credential itself.
     *
     * @param secret that has the kubeconfig
     */
    @Nullable TokenSource open(Kubeconfig kubeconfig, ObjectNode secret) {
        Login login = kubeconfig.login();
        if (login == null) {
            return null;
        }
        ResourcePath path =
                ResourcePath.all(SECRETS)
                        .in(ClusterValidation.SYSTEM_NAMESPACE)
                        .named(Metadata.of(secret).name());
        return logins.open(
                login,
                kubeconfig.cluster(),
                new Logins.Keeping(Credentials.refreshToken(secret), newest -> keep(path, newest)));
    }

    /** What cannot be kept still serves until this process ends. */
    private void keep(ResourcePath secret, String refreshToken) {
        ObjectNode patch = Json.object();
        patch.putObject("data").put(Credentials.REFRESH_TOKEN, Credentials.encoded(refreshToken));
        try {
            hub.patch(secret, PatchType.MERGE, patch, WRITE);
        } catch (ApiException e) {
            LOG.warn("secret={} does not keep a new refresh token", secret, e);
        }
    }
}
