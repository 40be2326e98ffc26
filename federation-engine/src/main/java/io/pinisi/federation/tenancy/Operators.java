package io.pinisi.federation.tenancy;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.kinds.FederationKinds;

/** Who may change a tenant by a role, and not only because the tenant is theirs; or the engine. */
record Operators(Authorizer roles) {

    boolean mayChange(UserInfo user, String tenant) {
        return user.name().equals(EngineAccess.ENGINE.name()) || hasRole(user, tenant);
    }

    private boolean hasRole(UserInfo user, String tenant) {
        return roles.authorize(
                        new Attributes(
                                user,
                                "update",
                                FederationKinds.TENANTS.group(),
                                FederationKinds.TENANTS.version(),
                                FederationKinds.TENANTS.resource(),
                                "",
                                "",
                                tenant,
                                ""))
                instanceof Authorizer.Decision.Allowed;
    }
}
