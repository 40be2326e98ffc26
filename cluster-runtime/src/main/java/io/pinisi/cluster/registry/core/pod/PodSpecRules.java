package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.MetadataRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The rules of a pod's spec, in a pod or in the template of one. */
public final class PodSpecRules {
    static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");

    private PodSpecRules() {}

    /** Checks the spec that is found at {@code path}. */
    public static void check(JsonNode spec, String path, Faults faults) {
        Set<String> volumes = VolumeRules.check(spec.path("volumes"), path + ".volumes", faults);
        checkContainers(spec, path, volumes, faults);
        checkPolicies(spec, path, faults);
        checkNumbers(spec, path, faults);
        checkNames(spec, path, faults);
        MetadataRules.checkLabels(spec.get("nodeSelector"), path + ".nodeSelector", faults);
        TolerationRules.check(spec.path("tolerations"), path + ".tolerations", faults);
        SpreadRules.check(
                spec.path("topologySpreadConstraints"),
                path + ".topologySpreadConstraints",
                faults);
        checkHostAliases(spec.path("hostAliases"), path + ".hostAliases", faults);
    }

    /** Checks the {@code template} of a workload: labels, annotations and spec. */
    public static void checkTemplate(JsonNode template, String path, Faults faults) {
        JsonNode metadata = template.path("metadata");
        MetadataRules.checkLabels(metadata.get("labels"), path + ".metadata.labels", faults);
        Map<String, String> annotations =
                io.pinisi.cluster.machinery.meta.Metadata.of(template).annotations();
        MetadataRules.checkAnnotations(annotations, path + ".metadata.annotations", faults);
        check(template.path("spec"), path + ".spec", faults);
        if (!template.path("spec").path("ephemeralContainers").isEmpty()) {
            faults.forbidden(
                    path + ".spec.ephemeralContainers",
                    "ephemeral containers not allowed in pod template");
        }
    }

    private static void checkContainers(
            JsonNode spec, String path, Set<String> volumes, Faults faults) {
        JsonNode containers = spec.path("containers");
        if (containers.isEmpty()) {
            faults.required(path + ".containers", "");
        }
        Set<String> names = new HashSet<>();
        boolean hostNetwork = spec.path("hostNetwork").asBoolean(false);
        ContainerRules rules =
                new ContainerRules(
                        volumes,
                        names,
                        hostNetwork,
                        spec.path("restartPolicy").asString(""),
                        faults);
        for (int i = 0; i < spec.path("initContainers").size(); i++) {
            rules.checkInit(
                    spec.path("initContainers").get(i), path + ".initContainers[" + i + "]");
        }
        for (int i = 0; i < containers.size(); i++) {
            rules.check(containers.get(i), path + ".containers[" + i + "]");
        }
        for (int i = 0; i < spec.path("ephemeralContainers").size(); i++) {
            rules.checkEphemeral(
                    spec.path("ephemeralContainers").get(i),
                    path + ".ephemeralContainers[" + i + "]");
        }
        PortConflicts.check(containers, path + ".containers", faults);
    }

    private static void checkPolicies(JsonNode spec, String path, Faults faults) {
        checkChoice(spec, "restartPolicy", RESTART_POLICIES, path, faults);
        checkChoice(spec, "dnsPolicy", DNS_POLICIES, path, faults);
        boolean ownDns = spec.path("dnsPolicy").asString("").equals("None");
        if (ownDns && spec.path("dnsConfig").path("nameservers").isEmpty()) {
            faults.required(
                    path + ".dnsConfig.nameservers",
                    "must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
    }

    static void checkChoice(
            JsonNode node, String field, List<String> allowed, String path, Faults faults) {
        String value = node.path(field).asString("");
        if (value.isEmpty()) {
            faults.required(path + "." + field, "");
        } else if (!allowed.contains(value)) {
            faults.notSupported(path + "." + field, value, allowed);
        }
    }

    private static void checkNumbers(JsonNode spec, String path, Faults faults) {
        JsonNode grace = spec.path("terminationGracePeriodSeconds");
        if (grace.asLong(0) < 0) {
            faults.invalid(
                    path + ".terminationGracePeriodSeconds",
                    grace,
                    "must be greater than or equal to 0");
        }
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        long seconds = deadline.asLong(1);
        if (seconds < 1 || seconds > Integer.MAX_VALUE) {
            faults.invalid(
                    path + ".activeDeadlineSeconds",
                    deadline,
                    "must be between 1 and 2147483647, inclusive");
        }
    }

    private static void checkNames(JsonNode spec, String path, Faults faults) {
        checkName(spec, "hostname", NameRule.DNS_LABEL, path, faults);
        checkName(spec, "subdomain", NameRule.DNS_LABEL, path, faults);
        checkName(spec, "serviceAccountName", NameRule.DNS_SUBDOMAIN, path, faults);
        checkName(spec, "nodeName", NameRule.DNS_SUBDOMAIN, path, faults);
        checkName(spec, "priorityClassName", NameRule.DNS_SUBDOMAIN, path, faults);
        checkName(spec, "runtimeClassName", NameRule.DNS_SUBDOMAIN, path, faults);
        JsonNode secrets = spec.path("imagePullSecrets");
        for (int i = 0; i < secrets.size(); i++) {
            if (secrets.get(i).path("name").asString("").isEmpty()) {
                faults.required(path + ".imagePullSecrets[" + i + "].name", "");
            }
        }
    }

    private static void checkName(
            JsonNode spec, String field, NameRule rule, String path, Faults faults) {
        String value = spec.path(field).asString("");
        if (!value.isEmpty()) {
            rule.faults(value).forEach(f -> faults.invalid(path + "." + field, value, f));
        }
    }

    private static void checkHostAliases(JsonNode aliases, String path, Faults faults) {
        for (int i = 0; i < aliases.size(); i++) {
            String ip = aliases.get(i).path("ip").asString("");
            if (!IpAddress.isValid(ip)) {
                faults.invalid(
                        path + "[" + i + "].ip",
                        ip,
                        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
            for (JsonNode host : aliases.get(i).path("hostnames")) {
                String name = host.asString("");
                NameRule.DNS_SUBDOMAIN
                        .faults(name)
                        .forEach(f -> faults.invalid(path + ".hostnames", name, f));
            }
        }
    }
}
