package io.pinisi.federation.login;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a kubeconfig has its credential fetched. */
public sealed interface Login {

    /**
     * By a program: {@code users.user.exec}.
     *
     * @param apiVersion of the ExecCredential that it speaks
     * @param command the program's name, without a path
     * @param wantsCluster whether it is told which cluster it is for ({@code provideClusterInfo})
     */
    record Plugin(
            String apiVersion,
            String command,
            List<String> arguments,
            Map<String, String> environment,
            boolean wantsCluster)
            implements Login {
        public Plugin {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** Says which program, never with what. */
        @Override
        public String toString() {
            return "Plugin[" + command + "]";
        }
    }

    /**
     * With a refresh token: {@code users.user.auth-provider} of the name {@code oidc}.
     *
     * @param idToken what is used until it expires, or null
     * @param authority PEM of who signs the issuer's certificate, or null for the public ones
     */
    record OpenId(
            URI issuer,
            String clientId,
            @Nullable String clientSecret,
            @Nullable String idToken,
            String refreshToken,
            @Nullable String authority)
            implements Login {

        /** Says where, never with what. */
        @Override
        public String toString() {
            return "OpenId[" + issuer + "]";
        }
    }
}
