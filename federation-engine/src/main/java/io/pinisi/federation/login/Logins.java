package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Opens sources of tokens, as far as the operator of this server allows. */
public final class Logins {
    private final PluginRules rules;
    private final Consumer<URI> addresses;
    private final InstantSource clock;

    /**
     * @param addresses throws for one that must not be dialled
     */
    public Logins(PluginRules rules, Consumer<URI> addresses, InstantSource clock) {
        this.rules = rules;
        this.addresses = addresses;
        this.clock = clock;
    }

    /**
     * Where new refresh tokens go: a provider that changes them takes the old one no more.
     *
     * @param newest the newest that was kept, or null
     */
    public record Keeping(@Nullable String newest, Consumer<String> keep) {}

    /**
     * Nothing is fetched yet.
     *
     * @param cluster what a program is told of the member: {@code server} and so on
     * @throws ApiException Invalid, naming what the operator does not allow
     */
    public TokenSource open(Login login, ObjectNode cluster, Keeping keeping) {
        return switch (login) {
            case Login.Plugin plugin -> {
                check(plugin);
                Path program = Objects.requireNonNull(rules.programs().get(plugin.command()));
                PluginRun run = new PluginRun(program, plugin, cluster, clock);
                yield new TokenSource(null, run::fetch, clock);
            }
            case Login.OpenId openId -> {
                addresses.accept(openId.issuer());
                OpenIdRefresh refresh =
                        new OpenIdRefresh(
                                openId, addresses, keeping.newest(), keeping.keep(), clock);
                yield new TokenSource(OpenIdRefresh.first(openId), refresh::fetch, clock);
            }
        };
    }

    private void check(Login.Plugin plugin) {
        List<FieldError> faults = rules.faults(plugin, "users.user.exec");
        if (!faults.isEmpty()) {
            throw ApiException.invalid("", "Kubeconfig", plugin.command(), faults);
        }
    }
}
