package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kinds of {@code admissionregistration.k8s.io}: those of {@code v1}, and policies that change
 * objects, which Kubernetes 1.32 has as {@code v1alpha1}.
 */
public final class AdmissionKinds {
    private static final String GROUP = "admissionregistration.k8s.io";

    private AdmissionKinds() {}

    public static List<Kind> define(KindContext context) {
        return List.of(
                webhooks(
                        context,
                        "MutatingWebhookConfiguration",
                        "mutatingwebhookconfigurations",
                        new WebhookStrategy(true)),
                mutation(context),
                bindingOf(
                        context,
                        "v1alpha1",
                        "MutatingAdmissionPolicyBinding",
                        "mutatingadmissionpolicybindings",
                        new MutationBindingStrategy()),
                policy(context),
                bindingOf(
                        context,
                        "v1",
                        "ValidatingAdmissionPolicyBinding",
                        "validatingadmissionpolicybindings",
                        new PolicyBindingStrategy()),
                webhooks(
                        context,
                        "ValidatingWebhookConfiguration",
                        "validatingwebhookconfigurations",
                        new WebhookStrategy(false)));
    }

    private static Kind webhooks(
            KindContext context, String kind, String resource, ResourceStrategy strategy) {
        return context.kind(GROUP, "v1", kind, resource)
                .clusterScoped()
                .category("api-extensions")
                .strategy(strategy)
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .number("Webhooks", o -> (long) o.path("webhooks").size())
                                .age())
                .build();
    }

    private static Kind policy(KindContext context) {
        return context.kind(GROUP, "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies")
                .clusterScoped()
                .category("api-extensions")
                .strategy(new PolicyStrategy())
                .status()
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .number(
                                        "Validations",
                                        o -> (long) o.path("spec").path("validations").size())
                                .text("ParamKind", AdmissionKinds::paramKind)
                                .age())
                .build();
    }

    private static String paramKind(ObjectNode policy) {
        JsonNode kind = Json.at(policy, "spec", "paramKind");
        return kind == null
                ? "<unset>"
                : kind.path("apiVersion").asString("") + "/" + kind.path("kind").asString("");
    }

    private static Kind mutation(KindContext context) {
        return context.kind(
                        GROUP, "v1alpha1", "MutatingAdmissionPolicy", "mutatingadmissionpolicies")
                .clusterScoped()
                .category("api-extensions")
                .strategy(new MutationPolicyStrategy())
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .number(
                                        "Mutations",
                                        o -> (long) o.path("spec").path("mutations").size())
                                .text("ParamKind", AdmissionKinds::paramKind)
                                .age())
                .build();
    }

    private static Kind bindingOf(
            KindContext context,
            String version,
            String kind,
            String resource,
            ResourceStrategy strategy) {
        return context.kind(GROUP, version, kind, resource)
                .clusterScoped()
                .category("api-extensions")
                .strategy(strategy)
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "PolicyName",
                                        o -> Columns.textAt(o, "", "spec", "policyName"))
                                .text("ParamRef", AdmissionKinds::paramRef)
                                .age())
                .build();
    }

    private static String paramRef(ObjectNode binding) {
        JsonNode reference = Json.at(binding, "spec", "paramRef");
        if (reference == null) {
            return "<unset>";
        }
        String name = reference.path("name").asString("");
        String namespace = reference.path("namespace").asString("");
        if (name.isEmpty()) {
            return "*";
        }
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
