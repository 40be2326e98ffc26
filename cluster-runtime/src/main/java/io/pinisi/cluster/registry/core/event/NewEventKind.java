package io.pinisi.cluster.registry.core.event;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.storage.ConvertingCodec;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code events.k8s.io/v1 Event}: the events of the core group, with stricter rules. */
public final class NewEventKind {
    private NewEventKind() {}

    public static Kind define(KindContext context) {
        return context.kind("events.k8s.io", "v1", "Event", "events")
                .shortNames("ev")
                .viewOf(
                        new GroupResource("", "events"),
                        new ConvertingCodec(EventForms::toCore, EventForms::toModern))
                .strategy(new Rules())
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .selectable(
                        "regarding.kind",
                        "regarding.namespace",
                        "regarding.name",
                        "regarding.uid",
                        "regarding.apiVersion",
                        "regarding.resourceVersion",
                        "regarding.fieldPath",
                        "reason",
                        "reportingController",
                        "type")
                .columns(EventKind.columns(context.columns(), EventForms::toCore))
                .build();
    }

    private static final class Rules implements ResourceStrategy {
        private static final int LONGEST = 128;
        private static final int LONGEST_NOTE = 1024;
        private static final List<String> OLD_FIELDS =
                List.of("deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedCount");
        private static final List<String> KEPT =
                List.of("regarding", "reason", "reportingController", "action", "type", "note");

        @Override
        public void validate(Transition transition, Faults faults) {
            ObjectNode next = transition.next();
            ObjectNode old = transition.old();
            EventKind.checkNamespace(
                    Columns.textAt(next, "", "regarding", "namespace"), next, faults);
            if (old != null) {
                KEPT.forEach(field -> FieldRules.checkUnchanged(old, next, field, faults));
                return;
            }
            if (next.path("eventTime").asString("").isEmpty()) {
                faults.required("eventTime", "");
            }
            checkText(next, "reportingController", faults);
            NameRule.qualifiedFaults(next.path("reportingController").asString(""))
                    .forEach(
                            f ->
                                    faults.invalid(
                                            "reportingController",
                                            next.path("reportingController").asString(""),
                                            f));
            for (String field : List.of("reportingInstance", "action", "reason")) {
                checkText(next, field, faults);
            }
            FieldRules.checkChoice(
                    next.path("type").asString(""), List.of("Normal", "Warning"), "type", faults);
            if (next.path("note").asString("").length() > LONGEST_NOTE) {
                faults.invalid("note", "", "can have at most 1024 characters");
            }
            for (String field : OLD_FIELDS) {
                if (next.has(field)) {
                    faults.invalid(field, next.path(field), "needs to be unset");
                }
            }
        }

        private static void checkText(ObjectNode event, String field, Faults faults) {
            String value = event.path(field).asString("");
            if (value.isEmpty()) {
                faults.required(field, "");
            } else if (value.length() > LONGEST) {
                faults.invalid(field, "", "can have at most " + LONGEST + " characters");
            }
        }
    }
}
