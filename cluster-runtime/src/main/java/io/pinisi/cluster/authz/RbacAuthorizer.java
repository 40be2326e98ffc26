package io.pinisi.cluster.authz;

/** Role-based access control as Kubernetes defines it: rules only ever allow. */
public final class RbacAuthorizer implements Authorizer {
    private final RuleIndex index;

    public RbacAuthorizer(RuleIndex index) {
        this.index = index;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        for (RuleIndex.Granted granted : index.rules(attributes.user(), attributes.namespace())) {
            if (granted.rule().allows(attributes)) {
                return new Decision.Allowed(reason(granted.binding()));
            }
        }
        return new Decision.NoOpinion();
    }

    private static String reason(RuleIndex.Binding binding) {
        String kind = binding.key().namespace() == null ? "ClusterRoleBinding" : "RoleBinding";
        return "RBAC: allowed by %s \"%s\" of %s \"%s\""
                .formatted(kind, binding.key(), binding.roleKind(), binding.role().name());
    }
}
