package io.pinisi.cluster.registry.runtimeclass;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.MetadataRules;
import io.pinisi.cluster.registry.QuantityRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.TolerationRules;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code node.k8s.io/v1 RuntimeClass}. */
public final class RuntimeClassKind {
    private RuntimeClassKind() {}

    public static Kind define(KindContext context) {
        return context.kind("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses")
                .clusterScoped()
                .strategy(new Rules())
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .columns(
                        context.columns()
                                .name()
                                .text("Handler", o -> o.path("handler").asString(""))
                                .age())
                .build();
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            ObjectNode next = transition.next();
            String handler = next.path("handler").asString("");
            FieldRules.checkName(NameRule.DNS_LABEL, handler, "handler", faults);
            FieldRules.checkUnchanged(transition.old(), next, "handler", faults);
            JsonNode fixed = next.path("overhead").path("podFixed");
            QuantityRules.checkMap(fixed, "overhead.podFixed", faults);
            MetadataRules.checkLabels(
                    next.path("scheduling").get("nodeSelector"), "scheduling.nodeSelector", faults);
            TolerationRules.check(
                    next.path("scheduling").path("tolerations"), "scheduling.tolerations", faults);
        }
    }
}
