package io.pinisi.cluster.registry.core.endpoints;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 Endpoints}. */
public final class EndpointsKind {
    private static final int SHOWN = 3;

    private EndpointsKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "Endpoints", "endpoints")
                .shortNames("ep")
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .columns(context.columns().name().text("Endpoints", EndpointsKind::shown).age())
                .build();
    }

    private static String shown(ObjectNode endpoints) {
        List<String> all = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            JsonNode ports = subset.path("ports");
            for (JsonNode address : subset.path("addresses")) {
                String ip = address.path("ip").asString("");
                if (ports.isEmpty()) {
                    all.add(ip);
                }
                for (JsonNode port : ports) {
                    all.add(ip + ":" + port.path("port").asInt(0));
                }
            }
        }
        if (all.isEmpty()) {
            return Columns.NONE;
        }
        String first = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? first + " + " + (all.size() - SHOWN) + " more..." : first;
    }
}
