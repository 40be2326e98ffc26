package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How urgent it is that an object is placed when many wait: {@code schedulePriority} of a policy.
 *
 * @param className the class that the policy names; empty for none
 */
public record SchedulePriority(Source source, String className) {

    /** What says it. */
    public enum Source {
        /** The PriorityClass that the policy names. */
        KUBE("KubePriorityClass"),
        /** The one that the object's pods name. */
        POD("PodPriorityClass");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What a PriorityClass says, as far as it matters here. */
    public record Level(int value, boolean usual) {
        public static Level of(JsonNode priorityClass) {
            return new Level(
                    priorityClass.path("value").asInt(0),
                    priorityClass.path("globalDefault").asBoolean(false));
        }
    }

    /** Null where a policy's spec says nothing of it. */
    static @Nullable SchedulePriority of(JsonNode spec) {
        JsonNode written = spec.path("schedulePriority");
        if (!written.isObject()) {
            return null;
        }
        boolean pod = written.path("priorityClassSource").asString("").equals(Source.POD.text());
        return new SchedulePriority(
                pod ? Source.POD : Source.KUBE, written.path("priorityClassName").asString(""));
    }

    /** The class that counts for an object; empty for the usual one. */
    public String classOf(JsonNode object) {
        return switch (source) {
            case KUBE -> className;
            case POD -> {
                JsonNode spec = object.path("spec");
                boolean pod = object.path("kind").asString("").equals("Pod");
                JsonNode pods = pod ? spec : spec.path("template").path("spec");
                yield pods.path("priorityClassName").asString("");
            }
        };
    }

    /**
     * The number; empty where the class that counts does not exist.
     *
     * @param classes finds one by name; the usual one for an empty name, if there is one
     */
    public OptionalInt value(JsonNode object, Function<String, @Nullable Level> classes) {
        String name = classOf(object);
        Level level = classes.apply(name);
        if (level != null) {
            return OptionalInt.of(level.value());
        }
        return name.isEmpty() ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /** What to tell people about {@code object} where its class does not exist. */
    public String missing(JsonNode object) {
        return "there is no PriorityClass \""
                + classOf(object)
                + "\" on the hub, so "
                + Metadata.of(object).name()
                + " is placed with the usual priority";
    }
}
