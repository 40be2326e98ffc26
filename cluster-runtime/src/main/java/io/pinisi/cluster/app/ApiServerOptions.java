package io.pinisi.cluster.app;

import io.pinisi.cluster.apiserver.fairness.Fairness;
import io.pinisi.cluster.apiserver.http.HttpEngine;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.registry.ExtraKind;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an API server is started with.
 *
 * @param home folder of the control plane; keys are kept below it
 * @param port 0 for any free one
 * @param database stays the caller's to close, after the server
 * @param serviceRange addresses for services, as CIDR
 * @param serverNames further names and addresses of the server, for its certificate
 * @param http what one client may take up of the engine
 * @param extraKinds our own kinds beside the built-in ones
 * @param authenticators asked after the built-in ones
 * @param authorizers asked before all others, so that what they refuse is refused to everyone
 * @param houseRules what this control plane has beside what every one has
 * @param auditPolicy a log in the original's form beside our own, or null
 */
public record ApiServerOptions(
        Path home,
        String name,
        Profile profile,
        Database database,
        String bindAddress,
        int port,
        String serviceRange,
        Set<String> serverNames,
        Fairness.Limits fairness,
        HttpEngine.Limits http,
        List<ExtraKind> extraKinds,
        List<Authenticator> authenticators,
        List<Authorizer> authorizers,
        HouseRules houseRules,
        @Nullable PolicyAuditOptions auditPolicy) {
    public ApiServerOptions {
        serverNames = Set.copyOf(serverNames);
        extraKinds = List.copyOf(extraKinds);
        authenticators = List.copyOf(authenticators);
        authorizers = List.copyOf(authorizers);
    }

    /** On loopback, with nothing added. */
    public static ApiServerOptions local(
            Path home, String name, Profile profile, Database database, int port) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                "127.0.0.1",
                port,
                "10.96.0.0/16",
                Set.of(),
                Fairness.Limits.USUAL,
                HttpEngine.Limits.USUAL,
                List.of(),
                List.of(),
                List.of(),
                HouseRules.NONE,
                null);
    }

    /** Listens elsewhere, and is known by further names. */
    public ApiServerOptions boundTo(String address, Set<String> names) {
        return with(
                draft -> {
                    draft.bindAddress = address;
                    draft.serverNames = names;
                });
    }

    public ApiServerOptions withServiceRange(String cidr) {
        return with(draft -> draft.serviceRange = cidr);
    }

    public ApiServerOptions withExtraKinds(List<ExtraKind> kinds) {
        return with(draft -> draft.extraKinds = kinds);
    }

    /** More ways to be recognised, and more judges. */
    public ApiServerOptions withAccess(
            List<Authenticator> moreAuthenticators, List<Authorizer> moreAuthorizers) {
        return with(
                draft -> {
                    draft.authenticators = moreAuthenticators;
                    draft.authorizers = moreAuthorizers;
                });
    }

    public ApiServerOptions withHttp(HttpEngine.Limits limits) {
        return with(draft -> draft.http = limits);
    }

    public ApiServerOptions withHouseRules(HouseRules rules) {
        return with(draft -> draft.houseRules = rules);
    }

    public ApiServerOptions withAuditPolicy(@Nullable PolicyAuditOptions policy) {
        return with(draft -> draft.auditPolicy = policy);
    }

    private ApiServerOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                draft.bindAddress,
                port,
                draft.serviceRange,
                draft.serverNames,
                fairness,
                draft.http,
                draft.extraKinds,
                draft.authenticators,
                draft.authorizers,
                draft.houseRules,
                draft.auditPolicy);
    }

    /** A copy that is still open to change, since records have none. */
    private static final class Draft {
        private String bindAddress;
        private String serviceRange;
        private Set<String> serverNames;
        private HttpEngine.Limits http;
        private List<ExtraKind> extraKinds;
        private List<Authenticator> authenticators;
        private List<Authorizer> authorizers;
        private HouseRules houseRules;
        private @Nullable PolicyAuditOptions auditPolicy;

        Draft(ApiServerOptions from) {
            bindAddress = from.bindAddress;
            serviceRange = from.serviceRange;
            serverNames = from.serverNames;
            http = from.http;
            extraKinds = from.extraKinds;
            authenticators = from.authenticators;
            authorizers = from.authorizers;
            houseRules = from.houseRules;
            auditPolicy = from.auditPolicy;
        }
    }
}
