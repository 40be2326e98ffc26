package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.authz.Forbidden;
import java.util.Objects;

/** Refuses what the authorizers do not allow. */
public final class Authorize implements Filter {
    private final Authorizer authorizer;

    public Authorize(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        require(authorizer, attributes(context.user(), context.info()));
        return next.handle(request);
    }

    static void require(Authorizer authorizer, Attributes attributes) {
        switch (authorizer.authorize(attributes)) {
            case Authorizer.Decision.Allowed _ -> {}
            case Authorizer.Decision.Denied denied ->
                    throw Forbidden.exception(attributes, denied.reason());
            case Authorizer.Decision.NoOpinion _ -> throw Forbidden.exception(attributes, "");
        }
    }

    static Attributes attributes(UserInfo user, RequestInfo info) {
        return switch (info) {
            case RequestInfo.NonResourceRequest request ->
                    new Attributes(user, request.verb(), "", "", "", "", "", "", request.path());
            case RequestInfo.ResourceRequest request ->
                    new Attributes(
                            user,
                            request.verb(),
                            request.resource().group(),
                            request.resource().version(),
                            request.resource().resource(),
                            request.subresource(),
                            Objects.requireNonNullElse(request.namespace(), ""),
                            Objects.requireNonNullElse(request.name(), ""),
                            request.path());
        };
    }
}
