package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;

/** The identities under which the parts of a control plane act. */
final class SystemUsers {
    static final String CONTROLLER_MANAGER = "system:kube-controller-manager";
    static final String SCHEDULER = "system:kube-scheduler";
    private static final String ACCOUNTS = "system:serviceaccount:";

    private SystemUsers() {}

    /** A component, or a service account with the groups that its tokens would have. */
    static UserInfo user(String name) {
        if (!name.startsWith(ACCOUNTS)) {
            return UserInfo.of(name, UserInfo.AUTHENTICATED);
        }
        String namespace = name.split(":", -1)[2];
        return UserInfo.of(
                name,
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                UserInfo.AUTHENTICATED);
    }
}
