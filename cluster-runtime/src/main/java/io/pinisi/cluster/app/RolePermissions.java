package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.expression.Permissions;

/** What roles allow one user. */
record RolePermissions(Authorizer roles, UserInfo user) implements Permissions {
    private static final String ACCOUNTS = "system:serviceaccounts";

    @Override
    public Answer ask(Question question) {
        Attributes attributes =
                new Attributes(
                        user,
                        question.verb(),
                        question.group(),
                        "*",
                        question.resource(),
                        question.subresource(),
                        question.namespace(),
                        question.name(),
                        question.path());
        return roles.authorize(attributes) instanceof Authorizer.Decision.Allowed(String reason)
                ? new Answer(true, reason)
                : new Answer(false, "");
    }

    @Override
    public Permissions ofServiceAccount(String namespace, String name) {
        return new RolePermissions(
                roles,
                UserInfo.of(
                        "system:serviceaccount:" + namespace + ":" + name,
                        ACCOUNTS,
                        ACCOUNTS + ":" + namespace,
                        UserInfo.AUTHENTICATED));
    }
}
