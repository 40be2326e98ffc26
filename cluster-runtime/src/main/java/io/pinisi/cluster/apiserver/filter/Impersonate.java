package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authn.Anonymous;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.error.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a caller who has the verb {@code impersonate} on each claimed user, group, uid and extra act
 * as another ({@code Impersonate-*} headers).
 */
public final class Impersonate implements Filter {
    private static final String EXTRA = "impersonate-extra-";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final Authorizer authorizer;

    public Impersonate(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        String name = request.header("impersonate-user");
        if (name.isEmpty()) {
            refuseWithoutUser(request);
            return next.handle(request);
        }
        UserInfo caller = RequestContext.current().user();
        UserInfo other = claimed(request, name);
        check(caller, other, request);
        RequestContext.current().impersonated(completed(other));
        return next.handle(request);
    }

    private static void refuseWithoutUser(ApiRequest request) {
        for (String header : request.headers().keySet()) {
            if (header.startsWith("impersonate-")) {
                throw ApiException.badRequest(
                        "requested impersonation of groups, uid or extra without impersonating a"
                                + " user");
            }
        }
    }

    private static UserInfo claimed(ApiRequest request, String name) {
        Map<String, List<String>> extra = new HashMap<>();
        request.headers()
                .forEach(
                        (header, values) -> {
                            if (header.startsWith(EXTRA)) {
                                String key = header.substring(EXTRA.length());
                                extra.put(
                                        URLDecoder.decode(
                                                key.replace("+", "%2B"), StandardCharsets.UTF_8),
                                        values);
                            }
                        });
        return new UserInfo(
                name,
                request.header("impersonate-uid"),
                request.headerValues("impersonate-group"),
                extra);
    }

    private void check(UserInfo caller, UserInfo other, ApiRequest request) {
        if (other.name().startsWith(SERVICE_ACCOUNT)) {
            String[] parts = other.name().substring(SERVICE_ACCOUNT.length()).split(":", -1);
            if (parts.length == 2) {
                require(caller, "", "serviceaccounts", "", parts[0], parts[1]);
            }
        } else {
            require(caller, "", "users", "", "", other.name());
        }
        for (String group : other.groups()) {
            require(caller, "", "groups", "", "", group);
        }
        if (!other.uid().isEmpty()) {
            require(caller, "authentication.k8s.io", "uids", "", "", other.uid());
        }
        other.extra()
                .forEach(
                        (key, values) -> {
                            for (String value : values) {
                                require(
                                        caller,
                                        "authentication.k8s.io",
                                        "userextras",
                                        key,
                                        "",
                                        value);
                            }
                        });
    }

    private void require(
            UserInfo caller,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        Attributes attributes =
                new Attributes(
                        caller,
                        "impersonate",
                        group,
                        group.isEmpty() ? "" : "v1",
                        resource,
                        subresource,
                        namespace,
                        name,
                        "");
        Authorize.require(authorizer, attributes);
    }

    /** The groups that the claimed user would have had by signing in. */
    private static UserInfo completed(UserInfo claimed) {
        if (claimed.name().equals(Anonymous.USER)) {
            return UserInfo.of(Anonymous.USER, UserInfo.UNAUTHENTICATED);
        }
        List<String> groups = new ArrayList<>(claimed.groups());
        if (groups.isEmpty() && claimed.name().startsWith(SERVICE_ACCOUNT)) {
            String namespace = claimed.name().substring(SERVICE_ACCOUNT.length()).split(":", -1)[0];
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + namespace);
        }
        return Authenticate.withAuthenticatedGroup(
                new UserInfo(claimed.name(), claimed.uid(), groups, claimed.extra()));
    }
}
