package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the schema of a Tenant cannot say. */
public final class TenantValidation {
    /** Names of tenants have no {@code -}, so that a namespace's name says whose it is. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,19}");

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int NAMESPACE_MAX = 63;

    /** Namespaces that begin with these are the system's. */
    private static final Set<String> RESERVED =
            Set.of("default", "kube", "karmada", "openshift", "pinisi");

    /** A host with or without port, and a path in it. */
    private static final Pattern REGISTRY =
            Pattern.compile(
                    "[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");

    private final FaultList faults = new FaultList();
    private final String name;
    private final JsonNode spec;

    private TenantValidation(JsonNode tenant) {
        this.name = tenant.path("metadata").path("name").asString("");
        this.spec = tenant.path("spec");
    }

    public static List<FieldError> validate(JsonNode tenant) {
        TenantValidation validation = new TenantValidation(tenant);
        validation.name(tenant.path("metadata").path("name"));
        validation.members();
        validation.projects();
        validation.clusters();
        validation.quota();
        validation.registries();
        return validation.faults.all();
    }

    private void name(JsonNode value) {
        if (!NAME.matcher(name).matches()) {
            faults.invalid(
                    "metadata.name",
                    value,
                    "a lower case letter, then lower case letters and digits, at most 20 in all:"
                            + " the names of the tenant's namespaces begin with it and '-'");
        } else if (RESERVED.contains(name)) {
            faults.invalid("metadata.name", value, "namespaces of this name are the system's");
        }
    }

    private void members() {
        Set<String> seen = new HashSet<>();
        JsonNode members = spec.path("members");
        for (int i = 0; i < members.size(); i++) {
            JsonNode member = members.get(i);
            String path = "spec.members[" + i + "]";
            String subject = member.path("name").asString("");
            if (subject.startsWith("system:")) {
                faults.invalid(
                        path + ".name",
                        member.path("name"),
                        "everybody and the system's own are members of no tenant");
            }
            if (!seen.add(member.path("kind").asString("") + " " + subject)) {
                faults.add(FieldError.duplicate(path, member.toString()));
            }
        }
    }

    private void projects() {
        Set<String> seen = new HashSet<>();
        JsonNode projects = spec.path("projects");
        for (int i = 0; i < projects.size(); i++) {
            JsonNode value = projects.get(i).path("name");
            String path = "spec.projects[" + i + "].name";
            String project = value.asString("");
            if (!project.startsWith(name + "-")) {
                faults.invalid(path, value, "must begin with \"" + name + "-\"");
            } else if (project.length() > NAMESPACE_MAX || !NAMESPACE.matcher(project).matches()) {
                faults.invalid(
                        path,
                        value,
                        "lower case letters, digits and '-', at most 63, ending with a letter or"
                                + " a digit");
            } else if (!seen.add(project)) {
                faults.add(FieldError.duplicate(path, value.toString()));
            }
        }
    }

    private void clusters() {
        JsonNode names = spec.path("clusters").path("names");
        for (int i = 0; i < names.size(); i++) {
            if (!ClusterValidation.isName(names.get(i).asString(""))) {
                faults.invalid(
                        "spec.clusters.names[" + i + "]", names.get(i), "no name of a cluster");
            }
        }
        faults.selector(spec.path("clusters").path("labelSelector"), "spec.clusters.labelSelector");
    }

    private void quota() {
        for (Map.Entry<String, JsonNode> hard : spec.path("quota").path("hard").properties()) {
            String path = "spec.quota.hard[" + hard.getKey() + "]";
            try {
                if (Quantity.parse(hard.getValue().asString("")).value().signum() < 0) {
                    faults.invalid(path, hard.getValue(), "must be greater than or equal to 0");
                }
            } catch (IllegalArgumentException e) {
                faults.invalid(path, hard.getValue(), String.valueOf(e.getMessage()));
            }
            if (!TenantAmounts.isCounted(hard.getKey())) {
                faults.add(
                        FieldError.notSupported(
                                path, '"' + hard.getKey() + '"', TenantAmounts.NAMES));
            }
        }
    }

    private void registries() {
        JsonNode registries = spec.path("allowedRegistries");
        for (int i = 0; i < registries.size(); i++) {
            if (!REGISTRY.matcher(registries.get(i).asString("")).matches()) {
                faults.invalid(
                        "spec.allowedRegistries[" + i + "]",
                        registries.get(i),
                        "a registry such as registry.example.com:5000, with a path in it if"
                                + " wanted, without scheme, tag or closing '/'");
            }
        }
    }
}
