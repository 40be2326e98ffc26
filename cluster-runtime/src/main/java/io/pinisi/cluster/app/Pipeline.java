package io.pinisi.cluster.app;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.FilterChain;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.InProcessTransport;
import io.pinisi.cluster.apiserver.RequestMetrics;
import io.pinisi.cluster.apiserver.auditpolicy.PolicyAudit;
import io.pinisi.cluster.apiserver.fairness.Fairness;
import io.pinisi.cluster.apiserver.filter.AuditReads;
import io.pinisi.cluster.apiserver.filter.AuditRefusals;
import io.pinisi.cluster.apiserver.filter.AuditSink;
import io.pinisi.cluster.apiserver.filter.Authenticate;
import io.pinisi.cluster.apiserver.filter.Authorize;
import io.pinisi.cluster.apiserver.filter.Deadline;
import io.pinisi.cluster.apiserver.filter.ErrorMapping;
import io.pinisi.cluster.apiserver.filter.Impersonate;
import io.pinisi.cluster.apiserver.filter.RequestIdentity;
import io.pinisi.cluster.apiserver.filter.RequestIds;
import io.pinisi.cluster.apiserver.filter.RequestInfoFilter;
import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.client.ApiClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The filters in their order, around the routes. */
record Pipeline(
        InstantSource clock,
        RequestMetrics metrics,
        AuditSink audit,
        Fairness fairness,
        Authorizer authorizer,
        UnaryOperator<ApiRequest> canonical,
        Handler routes,
        @Nullable PolicyAudit byPolicy) {
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(34);
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    Handler authenticatedBy(Authenticator authenticator) {
        RequestIds ids = new RequestIds(clock, () -> ThreadLocalRandom.current().nextLong());
        List<Filter> filters =
                new ArrayList<>(
                        List.of(
                                new RequestIdentity(ids, clock),
                                metrics,
                                new ErrorMapping(),
                                new AuditRefusals(audit, clock),
                                new RequestInfoFilter(),
                                new Deadline(WRITE_LIMIT, READ_LIMIT)));
        if (byPolicy == null) {
            filters.add(new Authenticate(authenticator));
        } else {
            filters.add(byPolicy.failedAuthentication());
            filters.add(new Authenticate(authenticator));
            filters.add(byPolicy);
        }
        filters.addAll(
                List.of(
                        new Impersonate(authorizer),
                        fairness,
                        new Authorize(authorizer),
                        new AuditReads(audit)));
        Handler chain = FilterChain.of(filters, routes);
        return request -> chain.handle(canonical.apply(request));
    }

    /**
     * The same chain for a caller in this process.
     *
     * @param userAgent owner of the fields the client sets where it names no field manager
     */
    ApiClient client(UserInfo user, String userAgent) {
        Handler chain = authenticatedBy(_ -> new Authentication.Authenticated(user));
        String channel = user.name().startsWith("system:") ? "engine" : "portal";
        return new ApiClient(new InProcessTransport(chain, userAgent, channel));
    }
}
