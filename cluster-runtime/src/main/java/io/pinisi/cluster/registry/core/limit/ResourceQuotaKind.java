package io.pinisi.cluster.registry.core.limit;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 ResourceQuota}. */
public final class ResourceQuotaKind {
    private static final String LIMITS = "limits.";

    private ResourceQuotaKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "ResourceQuota", "resourcequotas")
                .shortNames("quota")
                .strategy(new ResourceQuotaStrategy())
                .status()
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(
                        context.columns()
                                .name()
                                .text("Request", o -> used(o, false))
                                .text("Limit", o -> used(o, true))
                                .age())
                .build();
    }

    /** {@code name: used/hard} of all resources that are limits, or of all that are not. */
    private static String used(ObjectNode quota, boolean limits) {
        JsonNode status = quota.path("status");
        List<String> parts = new ArrayList<>();
        status.path("hard").propertyNames().stream()
                .filter(name -> name.startsWith(LIMITS) == limits)
                .sorted()
                .forEach(name -> parts.add(name + ": " + amount(status, name)));
        return String.join(", ", parts);
    }

    private static String amount(JsonNode status, String name) {
        return Columns.textAt(status, "0", "used", name)
                + "/"
                + Columns.textAt(status, "0", "hard", name);
    }
}
