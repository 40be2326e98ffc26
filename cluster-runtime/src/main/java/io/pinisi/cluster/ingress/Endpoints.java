package io.pinisi.cluster.ingress;

import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Target;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.network.proxy.ServiceTable;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pool behind a backend that names a service and its port. */
final class Endpoints {
    private Endpoints() {}

    static Pool of(ObjectKey service, JsonNode wanted, IngressFacts facts) {
        BackendPort meant = BackendPort.of(wanted);
        String name = service + ":" + meant;
        Optional<ObjectNode> found = facts.service(service);
        if (found.isEmpty()) {
            return Pool.without(name, "there is no such service");
        }
        if ("ExternalName".equals(Json.text(found.get(), "spec", "type"))) {
            return Pool.without(name, "a service that is a name elsewhere has no endpoints");
        }
        JsonNode port = meant.in(found.get().path("spec").path("ports"));
        if (port == null) {
            return Pool.without(name, "the service has no such port");
        }
        List<ObjectNode> slices = facts.slices(service);
        String portName = port.path("name").asString("");
        List<Target> targets = targets(slices, "IPv4", portName);
        return Pool.of(name, targets.isEmpty() ? targets(slices, "IPv6", portName) : targets);
    }

    private static List<Target> targets(List<ObjectNode> slices, String family, String portName) {
        List<ObjectNode> ofFamily =
                slices.stream()
                        .filter(slice -> slice.path("addressType").asString("").equals(family))
                        .toList();
        return ServiceTable.backends(ofFamily, portName).stream()
                .distinct()
                .map(backend -> Target.of("", backend.address(), backend.port()))
                .distinct()
                .toList();
    }
}
