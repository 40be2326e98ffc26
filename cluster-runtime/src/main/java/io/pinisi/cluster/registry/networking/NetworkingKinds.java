package io.pinisi.cluster.registry.networking;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of {@code networking.k8s.io/v1}. */
public final class NetworkingKinds {
    private static final String GROUP = "networking.k8s.io";

    private NetworkingKinds() {}

    /** What every ingress keeps to, also one of a kind made after this one. */
    public static ResourceStrategy ingressRules() {
        return new IngressStrategy();
    }

    public static List<Kind> define(KindContext context) {
        return List.of(ingressClass(context), ingress(context), networkPolicy(context));
    }

    private static Kind ingress(KindContext context) {
        return context.kind(GROUP, "v1", "Ingress", "ingresses")
                .shortNames("ing")
                .strategy(new IngressStrategy())
                .status()
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.GENERATION)
                .columns(IngressColumns.of(context.columns()))
                .build();
    }

    private static Kind ingressClass(KindContext context) {
        return context.kind(GROUP, "v1", "IngressClass", "ingressclasses")
                .clusterScoped()
                .strategy(new IngressClassStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "Controller",
                                        o -> Columns.textAt(o, "", "spec", "controller"))
                                .text("Parameters", NetworkingKinds::parameters)
                                .age())
                .build();
    }

    private static String parameters(ObjectNode ingressClass) {
        JsonNode parameters = Json.at(ingressClass, "spec", "parameters");
        if (parameters == null) {
            return Columns.NONE;
        }
        String group = parameters.path("apiGroup").asString("");
        String kind = parameters.path("kind").asString("");
        String full = group.isEmpty() ? kind : kind + "." + group;
        return full + "/" + parameters.path("name").asString("");
    }

    private static Kind networkPolicy(KindContext context) {
        return context.kind(GROUP, "v1", "NetworkPolicy", "networkpolicies")
                .shortNames("netpol")
                .strategy(new NetworkPolicyStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .text("Pod-Selector", NetworkingKinds::podSelector)
                                .age())
                .build();
    }

    private static String podSelector(ObjectNode policy) {
        String text = LabelSelector.of(Json.at(policy, "spec", "podSelector")).toString();
        return text.isEmpty() ? Columns.NONE : text;
    }
}
