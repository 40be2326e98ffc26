package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;

/** {@code apps/v1 ReplicaSet}. */
public final class ReplicaSetKind {
    private ReplicaSetKind() {}

    public static Kind define(KindContext context) {
        Columns columns =
                context.columns()
                        .name()
                        .number("Desired", "spec", "replicas")
                        .number("Current", "status", "replicas")
                        .number("Ready", "status", "readyReplicas")
                        .age();
        return context.kind("apps", "v1", "ReplicaSet", "replicasets")
                .shortNames("rs")
                .inAll()
                .strategy(new Rules())
                .status()
                .scale()
                .with(Kind.Trait.GENERATION)
                .selectable("status.replicas")
                .columns(Workloads.wideColumns(columns))
                .build();
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void prepare(Transition transition) {
            if (transition.isCreation()) {
                transition.next().putObject("status").put("replicas", 0);
            }
        }

        @Override
        public void validate(Transition transition, Faults faults) {
            Workloads.check(transition, faults);
        }
    }
}
