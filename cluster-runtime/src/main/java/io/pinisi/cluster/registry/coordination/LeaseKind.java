package io.pinisi.cluster.registry.coordination;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.JsonNode;

/** {@code coordination.k8s.io/v1 Lease}. */
public final class LeaseKind {
    private LeaseKind() {}

    public static Kind define(KindContext context) {
        return context.kind("coordination.k8s.io", "v1", "Lease", "leases")
                .strategy(new Rules())
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.VERSION_REQUIRED)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "Holder",
                                        o -> Columns.textAt(o, "", "spec", "holderIdentity"))
                                .age())
                .build();
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            JsonNode spec = transition.next().path("spec");
            JsonNode seconds = spec.path("leaseDurationSeconds");
            if (!seconds.isMissingNode() && seconds.asInt(0) <= 0) {
                faults.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
            }
            JsonNode transitions = spec.path("leaseTransitions");
            if (transitions.asInt(0) < 0) {
                faults.invalid(
                        "spec.leaseTransitions", transitions, "must be greater than or equal to 0");
            }
        }
    }
}
