package io.pinisi.cluster.registry.rbac;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindBuilder;
import io.pinisi.cluster.registry.KindContext;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The four kinds of {@code rbac.authorization.k8s.io/v1}. */
public final class RbacKinds {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private RbacKinds() {}

    public static List<Kind> define(KindContext context) {
        return List.of(
                role(context, "ClusterRole", "clusterroles").clusterScoped().build(),
                binding(context, "ClusterRoleBinding", "clusterrolebindings")
                        .clusterScoped()
                        .build(),
                role(context, "Role", "roles").build(),
                binding(context, "RoleBinding", "rolebindings").build());
    }

    private static KindBuilder role(KindContext context, String kind, String resource) {
        return context.kind(GROUP, "v1", kind, resource)
                .named(NameRule.PATH_SEGMENT)
                .strategy(new RoleStrategy(resource, context.options().escalation()))
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .columns(context.columns().name().created());
    }

    private static KindBuilder binding(KindContext context, String kind, String resource) {
        Columns columns =
                context.columns()
                        .name()
                        .text("Role", RbacKinds::role)
                        .age()
                        .wide()
                        .text("Users", o -> subjects(o, "User"))
                        .text("Groups", o -> subjects(o, "Group"))
                        .text("ServiceAccounts", o -> subjects(o, "ServiceAccount"));
        return context.kind(GROUP, "v1", kind, resource)
                .named(NameRule.PATH_SEGMENT)
                .strategy(new BindingStrategy(resource, context.options().escalation()))
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .columns(columns);
    }

    private static String role(ObjectNode binding) {
        JsonNode reference = binding.path("roleRef");
        return reference.path("kind").asString("") + "/" + reference.path("name").asString("");
    }

    private static String subjects(ObjectNode binding, String kind) {
        List<String> names = new ArrayList<>();
        for (JsonNode subject : binding.path("subjects")) {
            if (subject.path("kind").asString("").equals(kind)) {
                String name = subject.path("name").asString("");
                String namespace = subject.path("namespace").asString("");
                names.add(kind.equals("ServiceAccount") ? namespace + "/" + name : name);
            }
        }
        return String.join(", ", names);
    }
}
