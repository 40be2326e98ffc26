package io.pinisi.cluster.registry.discovery;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code discovery.k8s.io/v1 EndpointSlice}. */
public final class EndpointSliceKind {
    private static final int SHOWN = 3;
    private static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_PORTS = 100;

    private EndpointSliceKind() {}

    public static Kind define(KindContext context) {
        return context.kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices")
                .strategy(new Rules())
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .text("AddressType", o -> o.path("addressType").asString(""))
                                .text("Ports", EndpointSliceKind::ports)
                                .text("Endpoints", EndpointSliceKind::endpoints)
                                .age())
                .build();
    }

    private static String ports(ObjectNode slice) {
        List<String> all = new ArrayList<>();
        for (JsonNode port : slice.path("ports")) {
            JsonNode number = port.path("port");
            String name = port.path("name").asString("");
            if (number.isNumber()) {
                all.add(Integer.toString(number.asInt()));
            } else if (!name.isEmpty()) {
                all.add(name);
            } else {
                all.add("*");
            }
        }
        return listed(all);
    }

    private static String endpoints(ObjectNode slice) {
        List<String> all = new ArrayList<>();
        for (JsonNode endpoint : slice.path("endpoints")) {
            endpoint.path("addresses").forEach(address -> all.add(address.asString("")));
        }
        return listed(all);
    }

    private static String listed(List<String> all) {
        if (all.isEmpty()) {
            return "<unset>";
        }
        String first = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? first + " + " + (all.size() - SHOWN) + " more..." : first;
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            ObjectNode next = transition.next();
            ObjectNode old = transition.old();
            if (old != null && !old.path("addressType").equals(next.path("addressType"))) {
                faults.invalid("addressType", next.path("addressType"), "field is immutable");
            }
            checkSize(next.path("endpoints"), "endpoints", MOST_ENDPOINTS, faults);
            checkSize(next.path("ports"), "ports", MOST_PORTS, faults);
            for (int i = 0; i < next.path("endpoints").size(); i++) {
                if (next.path("endpoints").get(i).path("addresses").isEmpty()) {
                    faults.required(
                            "endpoints[" + i + "].addresses", "must contain at least 1 address");
                }
            }
        }

        private static void checkSize(JsonNode list, String path, int most, Faults faults) {
            if (list.size() > most) {
                faults.add(
                        new io.pinisi.cluster.machinery.error.FieldError(
                                path,
                                io.pinisi.cluster.machinery.error.FieldError.Type.TOO_MANY,
                                Integer.toString(list.size()),
                                "must have at most " + most + " items"));
            }
        }
    }
}
