package io.pinisi.cluster.authn;

import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;

/** Names callers without credentials, so that RBAC can let them see health and version. */
public final class Anonymous implements Authenticator {
    public static final String USER = "system:anonymous";
    private static final UserInfo ANONYMOUS = UserInfo.of(USER, UserInfo.UNAUTHENTICATED);

    @Override
    public Authentication authenticate(Credentials credentials) {
        boolean nothing =
                credentials.bearerToken().isEmpty() && credentials.certificates().isEmpty();
        return nothing ? new Authenticated(ANONYMOUS) : new Absent();
    }
}
