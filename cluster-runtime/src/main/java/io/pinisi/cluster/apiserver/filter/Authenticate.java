package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who calls, and keeps the credentials away from everything after it. */
public final class Authenticate implements Filter {
    private static final Logger log = LoggerFactory.getLogger(Authenticate.class);
    private static final String BEARER = "bearer ";
    private static final String SOCKET_BEARER = "base64url.bearer.authorization.k8s.io.";

    private final Authenticator authenticator;

    public Authenticate(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        Credentials credentials =
                new Credentials(request.certificates(), bearer(request), request.source());
        UserInfo user =
                switch (authenticator.authenticate(credentials)) {
                    case Authentication.Authenticated authenticated -> authenticated.user();
                    case Authentication.Rejected rejected -> {
                        log.debug("source={} rejected: {}", request.source(), rejected.reason());
                        throw unauthorized();
                    }
                    case Authentication.Absent _ -> throw unauthorized();
                };
        RequestContext.current().authenticated(withAuthenticatedGroup(user));
        return next.handle(request.withoutHeader("authorization"));
    }

    static ApiException unauthorized() {
        return new ApiException(Reason.UNAUTHORIZED, "Unauthorized");
    }

    static UserInfo withAuthenticatedGroup(UserInfo user) {
        if (user.groups().contains(UserInfo.AUTHENTICATED)
                || user.groups().contains(UserInfo.UNAUTHENTICATED)) {
            return user;
        }
        List<String> groups = new ArrayList<>(user.groups());
        groups.add(UserInfo.AUTHENTICATED);
        return new UserInfo(user.name(), user.uid(), groups, user.extra());
    }

    private static String bearer(ApiRequest request) {
        String header = request.header("authorization");
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        String protocols = request.header("sec-websocket-protocol");
        return protocols.isEmpty() ? "" : socketBearer(protocols);
    }

    /** Browsers cannot set headers on a WebSocket; the original takes the token as a protocol. */
    private static String socketBearer(String protocols) {
        for (String protocol : protocols.split(",")) {
            String name = protocol.strip();
            if (name.startsWith(SOCKET_BEARER)) {
                try {
                    byte[] token =
                            Base64.getUrlDecoder().decode(name.substring(SOCKET_BEARER.length()));
                    return new String(token, StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    throw unauthorized();
                }
            }
        }
        return "";
    }
}
