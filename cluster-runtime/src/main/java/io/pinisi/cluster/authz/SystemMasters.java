package io.pinisi.cluster.authz;

import io.pinisi.cluster.authn.UserInfo;

/** Lets the group {@code system:masters} do everything, so that no rule can lock it out. */
public final class SystemMasters implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
        return attributes.user().groups().contains(UserInfo.MASTERS)
                ? new Decision.Allowed("member of " + UserInfo.MASTERS)
                : new Decision.NoOpinion();
    }
}
