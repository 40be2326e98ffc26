package io.pinisi.cluster.registry.networking;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.IpAddress;
import io.pinisi.cluster.registry.core.pod.PortRules;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class IngressStrategy implements ResourceStrategy {
    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final List<String> PATH_TYPES =
            List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final List<String> BANNED = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> BANNED_ENDS = List.of("/..", "/.");

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status").putObject("loadBalancer");
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
            faults.invalid(
                    "spec",
                    spec.path("rules"),
                    "either `defaultBackend` or `rules` must be specified");
        }
        if (spec.has("defaultBackend")) {
            checkBackend(spec.path("defaultBackend"), "spec.defaultBackend", faults);
        }
        checkClass(transition, faults);
        JsonNode rules = spec.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            checkRule(rules.get(i), "spec.rules[" + i + "]", faults);
        }
        JsonNode tls = spec.path("tls");
        for (int i = 0; i < tls.size(); i++) {
            JsonNode hosts = tls.get(i).path("hosts");
            for (int j = 0; j < hosts.size(); j++) {
                checkHost(
                        hosts.get(j).asString(""), "spec.tls[" + i + "].hosts[" + j + "]", faults);
            }
        }
    }

    private static void checkClass(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode name = next.path("spec").path("ingressClassName");
        if (!name.isString()) {
            return;
        }
        FieldRules.checkName(
                NameRule.DNS_SUBDOMAIN, name.stringValue(), "spec.ingressClassName", faults);
        JsonNode annotation = next.path("metadata").path("annotations").path(CLASS_ANNOTATION);
        if (transition.isCreation() && annotation.isString()) {
            faults.invalid(
                    "annotations." + CLASS_ANNOTATION,
                    annotation,
                    "can not be set when the class field is also set");
        }
    }

    private static void checkRule(JsonNode rule, String path, Faults faults) {
        String host = rule.path("host").asString("");
        if (IpAddress.isValid(host)) {
            faults.invalid(path + ".host", host, "must be a DNS name, not an IP address");
        } else if (!host.isEmpty()) {
            checkHost(host, path + ".host", faults);
        }
        if (!rule.has("http")) {
            return;
        }
        JsonNode paths = rule.path("http").path("paths");
        if (paths.isEmpty()) {
            faults.required(path + ".http.paths", "");
        }
        for (int i = 0; i < paths.size(); i++) {
            checkPath(paths.get(i), path + ".http.paths[" + i + "]", faults);
        }
    }

    private static void checkHost(String host, String path, Faults faults) {
        String plain = host.startsWith("*.") ? host.substring(2) : host;
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, plain, path, faults);
    }

    private static void checkPath(JsonNode entry, String path, Faults faults) {
        String type = entry.path("pathType").asString("");
        String value = entry.path("path").asString("");
        String at = path + ".path";
        if (type.isEmpty()) {
            faults.required(path + ".pathType", "pathType must be specified");
        } else {
            FieldRules.checkChoice(type, PATH_TYPES, path + ".pathType", faults);
        }
        boolean exact = type.equals("Exact") || type.equals("Prefix");
        if ((exact || !value.isEmpty()) && !value.startsWith("/")) {
            faults.invalid(at, value, "must be an absolute path");
        }
        if (exact && !value.isEmpty()) {
            BANNED.stream()
                    .filter(value::contains)
                    .forEach(b -> faults.invalid(at, value, "must not contain '" + b + "'"));
            BANNED_ENDS.stream()
                    .filter(value::endsWith)
                    .forEach(b -> faults.invalid(at, value, "cannot end with '" + b + "'"));
        }
        checkBackend(entry.path("backend"), path + ".backend", faults);
    }

    private static void checkBackend(JsonNode backend, String path, Faults faults) {
        boolean service = backend.has("service");
        if (service && backend.has("resource")) {
            faults.invalid(path, "", "cannot set both resource and service backends");
        } else if (service) {
            checkService(backend.path("service"), path, faults);
        } else if (backend.has("resource")) {
            FieldRules.isFilled(backend.path("resource"), "kind", path + ".resource", faults);
            FieldRules.isFilled(backend.path("resource"), "name", path + ".resource", faults);
        } else {
            faults.invalid(path, "", "resource or service backend is required");
        }
    }

    private static void checkService(JsonNode service, String path, Faults faults) {
        String at = path + ".service";
        if (FieldRules.isFilled(service, "name", at, faults)) {
            FieldRules.checkName(
                    NameRule.DNS_1035_LABEL,
                    service.path("name").asString(""),
                    at + ".name",
                    faults);
        }
        JsonNode number = service.path("port").path("number");
        String name = service.path("port").path("name").asString("");
        boolean numbered = number.asInt(0) != 0;
        if (numbered && !name.isEmpty()) {
            faults.invalid(path, "", "cannot set both port name & port number");
        } else if (numbered) {
            PortRules.checkNumber(number, at + ".port.number", faults);
        } else if (!name.isEmpty()) {
            PortRules.nameFaults(name).forEach(f -> faults.invalid(at + ".port.name", name, f));
        } else {
            faults.required(path, "port name or number is required");
        }
    }
}
