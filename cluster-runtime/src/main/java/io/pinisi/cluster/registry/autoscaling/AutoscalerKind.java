package io.pinisi.cluster.registry.autoscaling;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.node.ObjectNode;

/** {@code autoscaling/v2 HorizontalPodAutoscaler}. */
public final class AutoscalerKind {
    private AutoscalerKind() {}

    /** What every autoscaler keeps to, also one of a kind made after this one. */
    public static ResourceStrategy rules() {
        return new AutoscalerRules();
    }

    public static Kind define(KindContext context) {
        return context.kind(
                        "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
                .older("v1", new VersionOne())
                .shortNames("hpa")
                .inAll()
                .strategy(new AutoscalerRules())
                .status(new StatusRules())
                .columns(
                        context.columns()
                                .name()
                                .text("Reference", AutoscalerKind::reference)
                                .text("Targets", MetricText::all)
                                .text("MinPods", AutoscalerKind::minimum)
                                .number("MaxPods", "spec", "maxReplicas")
                                .number("Replicas", "status", "currentReplicas")
                                .age())
                .build();
    }

    private static String reference(ObjectNode autoscaler) {
        var target = autoscaler.path("spec").path("scaleTargetRef");
        return target.path("kind").asString("") + "/" + target.path("name").asString("");
    }

    private static String minimum(ObjectNode autoscaler) {
        return autoscaler.path("spec").path("minReplicas").asString("<unset>");
    }

    private static final class StatusRules extends StatusStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            FieldRules.notNegative(
                    transition.next().path("status"),
                    "status",
                    faults,
                    "currentReplicas",
                    "desiredReplicas");
        }
    }
}
