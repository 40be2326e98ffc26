package io.pinisi.cluster.registry.networking;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class IngressClassStrategy implements ResourceStrategy {
    private static final int LONGEST_CONTROLLER = 250;
    private static final List<String> SCOPES = List.of("Cluster", "Namespace");

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        String controller = spec.path("controller").asString("");
        if (controller.isEmpty()) {
            faults.required("spec.controller", "");
        } else if (controller.length() > LONGEST_CONTROLLER) {
            faults.tooLong(
                    "spec.controller", "may not be more than " + LONGEST_CONTROLLER + " bytes");
        } else {
            checkController(controller, faults);
        }
        if (spec.has("parameters")) {
            checkParameters(spec.path("parameters"), faults);
        }
        FieldRules.checkUnchanged(transition.old(), next, "spec.controller", faults);
    }

    private static void checkController(String controller, Faults faults) {
        int slash = controller.indexOf('/');
        if (slash < 1 || slash == controller.length() - 1) {
            faults.invalid(
                    "spec.controller",
                    controller,
                    "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        FieldRules.checkName(
                NameRule.DNS_SUBDOMAIN, controller.substring(0, slash), "spec.controller", faults);
    }

    private static void checkParameters(JsonNode parameters, Faults faults) {
        String path = "spec.parameters";
        FieldRules.isFilled(parameters, "kind", path, faults);
        FieldRules.isFilled(parameters, "name", path, faults);
        String scope = parameters.path("scope").asString("");
        boolean namespaced = !parameters.path("namespace").asString("").isEmpty();
        if (scope.isEmpty()) {
            faults.required(path + ".scope", "");
            return;
        }
        FieldRules.checkChoice(scope, SCOPES, path + ".scope", faults);
        if (scope.equals("Namespace") && !namespaced) {
            faults.required(path + ".namespace", "`parameters.scope` is set to 'Namespace'");
        }
        if (scope.equals("Cluster") && parameters.has("namespace")) {
            faults.forbidden(path + ".namespace", "`parameters.scope` is set to 'Cluster'");
        }
    }
}
