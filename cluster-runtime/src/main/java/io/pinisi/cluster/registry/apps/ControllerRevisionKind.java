package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code apps/v1 ControllerRevision}: a past template, never changed. */
public final class ControllerRevisionKind {
    private ControllerRevisionKind() {}

    public static Kind define(KindContext context) {
        return context.kind("apps", "v1", "ControllerRevision", "controllerrevisions")
                .strategy(new Rules())
                .columns(
                        context.columns()
                                .name()
                                .text("Controller", ControllerRevisionKind::controller)
                                .number("Revision", "revision")
                                .age())
                .build();
    }

    private static String controller(ObjectNode revision) {
        for (JsonNode owner : revision.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                String api = owner.path("apiVersion").asString("");
                int slash = api.indexOf('/');
                String group = slash < 0 ? "" : "." + api.substring(0, slash);
                String kind = owner.path("kind").asString("").toLowerCase(java.util.Locale.ROOT);
                return kind + group + "/" + owner.path("name").asString("");
            }
        }
        return Columns.NONE;
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            ObjectNode old = transition.old();
            JsonNode data = Json.at(transition.next(), "data");
            if (old != null && !Objects.equals(Json.at(old, "data"), data)) {
                faults.invalid("data", transition.next().path("data"), "field is immutable");
            }
            if (transition.next().path("revision").asLong(0) < 0) {
                faults.invalid(
                        "revision",
                        transition.next().path("revision"),
                        "must be greater than or equal to 0");
            }
        }
    }
}
