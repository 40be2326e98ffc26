package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.MetadataRules;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.IpAddress;
import io.pinisi.cluster.registry.core.pod.PortRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for services everywhere. */
final class ServiceRules {
    private static final List<String> TYPES =
            List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final int LONGEST_AFFINITY = 86400;

    private ServiceRules() {}

    static void check(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        String type = spec.path("type").asString("");
        if (!TYPES.contains(type)) {
            faults.notSupported("spec.type", type, TYPES);
        }
        boolean headless = spec.path("clusterIP").asString("").equals("None");
        if (type.equals("ExternalName")) {
            checkExternalName(spec, faults);
        } else if (spec.path("ports").isEmpty() && !headless) {
            faults.required("spec.ports", "");
        }
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            faults.invalid(
                    "spec.clusterIPs[0]",
                    "None",
                    "may not be set to 'None' for " + type + " services");
        }
        checkPorts(spec, type, faults);
        MetadataRules.checkLabels(spec.get("selector"), "spec.selector", faults);
        checkAffinity(spec, faults);
        checkAddresses(spec, faults);
        ObjectNode old = transition.old();
        if (old != null) {
            checkAddressKept(old, next, faults);
        }
    }

    private static void checkExternalName(JsonNode spec, Faults faults) {
        String name = spec.path("externalName").asString("");
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (bare.isEmpty()) {
            faults.required("spec.externalName", "");
        } else {
            NameRule.DNS_SUBDOMAIN
                    .faults(bare)
                    .forEach(f -> faults.invalid("spec.externalName", name, f));
        }
        if (!spec.path("clusterIP").asString("").isEmpty()) {
            faults.forbidden("spec.clusterIPs", "may not be set for ExternalName services");
        }
    }

    private static void checkPorts(JsonNode spec, String type, Faults faults) {
        JsonNode ports = spec.path("ports");
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String path = "spec.ports[" + i + "]";
            String name = port.path("name").asString("");
            if (name.isEmpty() && ports.size() > 1) {
                faults.required(path + ".name", "");
            } else if (!name.isEmpty()) {
                NameRule.DNS_LABEL
                        .faults(name)
                        .forEach(f -> faults.invalid(path + ".name", name, f));
                if (!names.add(name)) {
                    faults.duplicate(path + ".name", name);
                }
            }
            PortRules.checkNumber(port.path("port"), path + ".port", faults);
            PortRules.checkProtocol(port, path, faults);
            if (port.has("targetPort")) {
                PortRules.checkNumberOrName(port.path("targetPort"), path + ".targetPort", faults);
            }
            String protocol = port.path("protocol").asString("");
            if (!numbers.add(protocol + "/" + port.path("port").asInt(0))) {
                faults.duplicate(path, protocol + "/" + port.path("port").asInt(0));
            }
            checkNodePort(port, path, type, nodePorts, faults);
        }
    }

    private static void checkNodePort(
            JsonNode port, String path, String type, Set<String> taken, Faults faults) {
        int number = port.path("nodePort").asInt(0);
        if (number == 0) {
            return;
        }
        if (type.equals("ClusterIP") || type.equals("ExternalName")) {
            faults.forbidden(path + ".nodePort", "may not be used when `type` is '" + type + "'");
        }
        if (!taken.add(port.path("protocol").asString("") + "/" + number)) {
            faults.duplicate(path + ".nodePort", Integer.toString(number));
        }
    }

    private static void checkAffinity(JsonNode spec, Faults faults) {
        String affinity = spec.path("sessionAffinity").asString("");
        if (!AFFINITIES.contains(affinity)) {
            faults.notSupported("spec.sessionAffinity", affinity, AFFINITIES);
        }
        JsonNode seconds =
                spec.path("sessionAffinityConfig").path("clientIP").path("timeoutSeconds");
        if (!seconds.isMissingNode()
                && (seconds.asInt(0) <= 0 || seconds.asInt(0) > LONGEST_AFFINITY)) {
            faults.invalid(
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                    seconds,
                    "must be greater than 0 and less than " + LONGEST_AFFINITY);
        }
    }

    private static void checkAddresses(JsonNode spec, Faults faults) {
        String address = spec.path("clusterIP").asString("");
        if (!address.isEmpty() && !address.equals("None") && !IpAddress.isValid(address)) {
            faults.invalid(
                    "spec.clusterIPs[0]",
                    address,
                    "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        JsonNode all = spec.path("clusterIPs");
        if (!all.isEmpty() && !all.get(0).asString("").equals(address)) {
            faults.invalid("spec.clusterIPs", all, "first value must match `clusterIP`");
        }
        JsonNode external = spec.path("externalIPs");
        for (int i = 0; i < external.size(); i++) {
            if (!IpAddress.isValid(external.get(i).asString(""))) {
                faults.invalid(
                        "spec.externalIPs[" + i + "]",
                        external.get(i),
                        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
        }
    }

    private static void checkAddressKept(ObjectNode old, ObjectNode next, Faults faults) {
        String before = Json.text(old, "spec", "clusterIP");
        String after = Json.text(next, "spec", "clusterIP");
        boolean external = next.path("spec").path("type").asString("").equals("ExternalName");
        if (before != null && !before.isEmpty() && !external && !before.equals(after)) {
            faults.invalid("spec.clusterIPs[0]", String.valueOf(after), "may not change once set");
        }
    }
}
