package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Grant;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.authz.Authorizer.Decision;
import io.pinisi.cluster.authz.Forbidden;
import io.pinisi.cluster.storage.Visibility;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the authorizers do not allow. A list or a watch may be narrowed to what exists for
 * the caller; the verbs heed it, and ask again while a watch lasts.
 */
public final class Authorize implements Filter {
    private final Authorizer authorizer;

    public Authorize(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        Attributes attributes = attributes(context.user(), context.info());
        refuseSteps(attributes);
        Decision decision = authorizer.authorize(attributes);
        annotate(decision);
        Visibility visibility = visibility(decision, attributes);
        context.granted(
                new Grant(visibility, () -> Objects.equals(visibility, visibilityNow(attributes))));
        return next.handle(request);
    }

    /** Nothing is called so, and what reads the path another way must not be led elsewhere. */
    private static void refuseSteps(Attributes attributes) {
        for (String name :
                List.of(
                        attributes.namespace(),
                        attributes.resource(),
                        attributes.name(),
                        attributes.subresource())) {
            if (name.equals("..") || name.equals(".")) {
                throw Forbidden.exception(attributes, "\"" + name + "\" is no name");
            }
        }
    }

    private @Nullable Visibility visibilityNow(Attributes attributes) {
        return visibility(authorizer.authorize(attributes), attributes);
    }

    private static @Nullable Visibility visibility(Decision decision, Attributes attributes) {
        boolean reads = attributes.verb().equals("list") || attributes.verb().equals("watch");
        if (reads && decision instanceof Decision.Narrowed narrowed) {
            return narrowed.visibility();
        }
        require(decision, attributes);
        return null;
    }

    /** As the records of the original tell it. */
    private static void annotate(Decision decision) {
        RequestContext context = RequestContext.current();
        switch (decision) {
            case Decision.Allowed allowed -> annotate(context, "allow", allowed.reason());
            case Decision.Denied denied -> annotate(context, "forbid", denied.reason());
            case Decision.NoOpinion _ -> annotate(context, "forbid", "");
            case Decision.Narrowed _ -> annotate(context, "allow", "");
        }
    }

    private static void annotate(RequestContext context, String decision, String reason) {
        context.annotate("authorization.k8s.io/decision", decision);
        context.annotate("authorization.k8s.io/reason", reason);
    }

    static void require(Authorizer authorizer, Attributes attributes) {
        require(authorizer.authorize(attributes), attributes);
    }

    private static void require(Decision decision, Attributes attributes) {
        switch (decision) {
            case Decision.Allowed _ -> {}
            case Decision.Denied denied -> throw Forbidden.exception(attributes, denied.reason());
            case Decision.NoOpinion _ -> throw Forbidden.exception(attributes, "");
            case Decision.Narrowed _ -> throw Forbidden.exception(attributes, "");
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
