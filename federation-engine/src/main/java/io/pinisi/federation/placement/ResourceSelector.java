package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Selects objects of one kind: by name, else by labels, else all. */
public record ResourceSelector(
        GroupVersionKind kind,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable LabelSelector labels) {

    /** How exactly a selector meets an object; the later the more exactly. */
    public enum Precision {
        NONE,
        /** No selector at all, where that means everything. */
        ALL,
        KIND,
        LABELS,
        NAME
    }

    /**
     * @param home the namespace of the policy, or null: a namespaced policy selects at home only
     */
    public static ResourceSelector of(JsonNode selector, @Nullable String home) {
        JsonNode labels = Json.at(selector, "labelSelector");
        return new ResourceSelector(
                GroupVersionKind.of(
                        selector.path("apiVersion").asString(""),
                        selector.path("kind").asString("")),
                home != null ? home : emptyToNull(Json.text(selector, "namespace")),
                emptyToNull(Json.text(selector, "name")),
                labels == null ? null : LabelSelector.of(labels));
    }

    /** How exactly the best of several meets the object. */
    public static Precision best(List<ResourceSelector> selectors, TemplateFacts template) {
        Precision best = Precision.NONE;
        for (ResourceSelector selector : selectors) {
            Precision precision = selector.precision(template);
            best = precision.compareTo(best) > 0 ? precision : best;
        }
        return best;
    }

    Precision precision(TemplateFacts template) {
        if (!kind.equals(template.kind())) {
            return Precision.NONE;
        }
        if (namespace != null && !namespace.equals(template.key().namespace())) {
            return Precision.NONE;
        }
        if (name != null) {
            return name.equals(template.key().name()) ? Precision.NAME : Precision.NONE;
        }
        if (labels == null) {
            return Precision.KIND;
        }
        return labels.matches(template.labels()) ? Precision.LABELS : Precision.NONE;
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
