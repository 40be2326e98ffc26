package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.login.Login;
import io.pinisi.federation.login.Logins;
import io.pinisi.federation.login.PluginRules;
import io.pinisi.federation.reverse.Passing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member as its own agent reaches it, by credentials that never leave the agent. They are looked
 * at anew now and then, for tokens of pods do not last.
 */
public final class LocalMember implements AutoCloseable {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final String name;
    private final Supplier<Kubeconfig> source;
    private final Logins logins;
    private final InstantSource clock;
    private DialledConnection connection;
    private Instant checked;

    /**
     * @param name for people, in messages
     * @param plugins that may be run for a credential
     */
    public LocalMember(
            String name, Supplier<Kubeconfig> source, PluginRules plugins, InstantSource clock) {
        this.name = name;
        this.source = source;
        this.logins = new Logins(plugins, address -> {}, clock);
        this.clock = clock;
        this.connection = dial(source.get());
        this.checked = clock.instant();
    }

    public ApiClient api() {
        return new ApiClient(transport(null));
    }

    /** For requests that were made elsewhere, on behalf of a person or of the engine. */
    public Transport transport(@Nullable UserInfo person) {
        return request -> connection().transport(person, MemberConnection.TIMEOUT).send(request);
    }

    /** Carries a person's own request. */
    public ApiResponse pass(Passing passing) {
        return connection().pass(passing);
    }

    private synchronized DialledConnection connection() {
        Instant now = clock.instant();
        if (now.isAfter(checked.plus(FRESH))) {
            checked = now;
            Kubeconfig found = source.get();
            if (!found.equals(connection.kubeconfig())) {
                connection.close();
                connection = dial(found);
            }
        }
        return connection;
    }

    private DialledConnection dial(Kubeconfig kubeconfig) {
        return switch (kubeconfig.login()) {
            case null -> new DialledConnection(name, kubeconfig, null);
            case Login.Plugin plugin ->
                    new DialledConnection(
                            name,
                            kubeconfig,
                            logins.open(
                                    plugin,
                                    kubeconfig.cluster(),
                                    new Logins.Keeping(null, unused -> {})));
            case Login.OpenId openId ->
                    throw ApiException.badRequest(
                            "the kubeconfig has a refresh token of "
                                    + openId.issuer()
                                    + ", which an agent has nowhere to keep: it needs a token, a"
                                    + " client certificate or a credential plugin");
        };
    }

    @Override
    public synchronized void close() {
        connection.close();
    }
}
