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
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                address,
                port,
                serviceRange,
                names,
                fairness,
                http,
                extraKinds,
                authenticators,
                authorizers,
                houseRules,
                auditPolicy);
    }

    public ApiServerOptions withServiceRange(String cidr) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                bindAddress,
                port,
                cidr,
                serverNames,
                fairness,
                http,
                extraKinds,
                authenticators,
                authorizers,
                houseRules,
                auditPolicy);
    }

    public ApiServerOptions withExtraKinds(List<ExtraKind> kinds) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                bindAddress,
                port,
                serviceRange,
                serverNames,
                fairness,
                http,
                kinds,
                authenticators,
                authorizers,
                houseRules,
                auditPolicy);
    }

    /** More ways to be recognised, and more judges. */
    public ApiServerOptions withAccess(
            List<Authenticator> moreAuthenticators, List<Authorizer> moreAuthorizers) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                bindAddress,
                port,
                serviceRange,
                serverNames,
                fairness,
                http,
                extraKinds,
                moreAuthenticators,
                moreAuthorizers,
                houseRules,
                auditPolicy);
    }

    public ApiServerOptions withHttp(HttpEngine.Limits limits) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                bindAddress,
                port,
                serviceRange,
                serverNames,
                fairness,
                limits,
                extraKinds,
                authenticators,
                authorizers,
                houseRules,
                auditPolicy);
    }

    public ApiServerOptions withHouseRules(HouseRules rules) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                bindAddress,
                port,
                serviceRange,
                serverNames,
                fairness,
                http,
                extraKinds,
                authenticators,
                authorizers,
                rules,
                auditPolicy);
    }

    public ApiServerOptions withAuditPolicy(@Nullable PolicyAuditOptions policy) {
        return new ApiServerOptions(
                home,
                name,
                profile,
                database,
                bindAddress,
                port,
                serviceRange,
                serverNames,
                fairness,
                http,
                extraKinds,
                authenticators,
                authorizers,
                houseRules,
                policy);
    }
}
