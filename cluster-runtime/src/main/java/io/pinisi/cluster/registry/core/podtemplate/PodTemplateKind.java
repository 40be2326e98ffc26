package io.pinisi.cluster.registry.core.podtemplate;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.apps.Workloads;
import io.pinisi.cluster.registry.core.pod.PodSpecRules;

/** {@code v1 PodTemplate}. */
public final class PodTemplateKind {
    private PodTemplateKind() {}

    public static Kind define(KindContext context) {
        Columns columns =
                Workloads.containers(context.columns().name(), object -> object.path("template"))
                        .text(
                                "Pod Labels",
                                object ->
                                        Columns.labels(
                                                Json.at(object, "template", "metadata", "labels")));
        return context.kind("", "v1", "PodTemplate", "podtemplates")
                .strategy(new Rules())
                .with(Kind.Trait.GENERATION)
                .columns(columns)
                .build();
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            PodSpecRules.checkTemplate(transition.next().path("template"), "template", faults);
        }
    }
}
