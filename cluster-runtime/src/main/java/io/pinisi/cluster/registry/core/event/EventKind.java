package io.pinisi.cluster.registry.core.event;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 Event}. */
public final class EventKind {
    private EventKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "Event", "events")
                .shortNames("ev")
                .strategy(new Rules())
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .selectable(
                        "involvedObject.kind",
                        "involvedObject.namespace",
                        "involvedObject.name",
                        "involvedObject.uid",
                        "involvedObject.apiVersion",
                        "involvedObject.resourceVersion",
                        "involvedObject.fieldPath",
                        "reason",
                        "reportingComponent",
                        "type")
                .selectable("source", event -> Json.text(event, "source", "component"))
                .columns(columns(context.columns(), UnaryOperator.identity()))
                .build();
    }

    /**
     * @param form turns what is served into the form of the core group
     */
    static Columns columns(Columns columns, UnaryOperator<ObjectNode> form) {
        return columns.text("Last Seen", e -> columns.age(lastSeen(form.apply(e))))
                .text("Type", e -> e.path("type").asString(""))
                .text("Reason", e -> e.path("reason").asString(""))
                .text("Object", e -> object(form.apply(e)))
                .wide()
                .text(
                        "Subobject",
                        e -> Columns.textAt(form.apply(e), "", "involvedObject", "fieldPath"))
                .text("Source", e -> source(form.apply(e)))
                .narrow()
                .text("Message", e -> form.apply(e).path("message").asString("").strip())
                .wide()
                .text("First Seen", e -> columns.age(firstSeen(form.apply(e))))
                .number("Count", e -> count(form.apply(e)))
                .name();
    }

    private static @Nullable String lastSeen(ObjectNode event) {
        String series = Json.text(event, "series", "lastObservedTime");
        if (series != null) {
            return series;
        }
        String last = Json.text(event, "lastTimestamp");
        return last == null ? firstSeen(event) : last;
    }

    private static @Nullable String firstSeen(ObjectNode event) {
        String first = Json.text(event, "firstTimestamp");
        return first == null ? Json.text(event, "eventTime") : first;
    }

    private static long count(ObjectNode event) {
        long series = Columns.longAt(event, "series", "count");
        long plain = Columns.longAt(event, "count");
        return series > 0 ? series : Math.max(1, plain);
    }

    private static String object(ObjectNode event) {
        String kind = Columns.textAt(event, "", "involvedObject", "kind").toLowerCase(Locale.ROOT);
        return kind + "/" + Columns.textAt(event, "", "involvedObject", "name");
    }

    private static String source(ObjectNode event) {
        String component = Columns.textAt(event, "", "source", "component");
        String host = Columns.textAt(event, "", "source", "host");
        if (component.isEmpty()) {
            component = event.path("reportingComponent").asString("");
        }
        return host.isEmpty() ? component : component + ", " + host;
    }

    /** An event stands beside what it is about; of what has no namespace, in the default one. */
    static void checkNamespace(String about, ObjectNode event, Faults faults) {
        String namespace = Columns.textAt(event, "", "metadata", "namespace");
        boolean matches = about.isEmpty() ? namespace.equals("default") : about.equals(namespace);
        if (!matches) {
            faults.invalid("involvedObject.namespace", about, "does not match event.namespace");
        }
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            ObjectNode next = transition.next();
            String about = Columns.textAt(next, "", "involvedObject", "namespace");
            checkNamespace(about, next, faults);
        }
    }
}
