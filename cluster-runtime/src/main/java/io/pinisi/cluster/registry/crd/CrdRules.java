package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a definition has to keep to. */
public final class CrdRules {
    /** Holds a deleted definition until its objects are gone. */
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

    private CrdRules() {}

    static void check(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        String group = spec.path("group").asString("");
        String plural = spec.path("names").path("plural").asString("");
        String name = Metadata.of(next).name();
        if (!name.equals(plural + "." + group)) {
            faults.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
        checkGroup(group, faults);
        checkNames(spec.path("names"), faults);
        if (!SCOPES.contains(spec.path("scope").asString(""))) {
            faults.notSupported("spec.scope", spec.path("scope").asString(""), SCOPES);
        }
        checkVersions(spec.path("versions"), transition.old(), faults);
        ConversionRules.check(spec, faults);
        checkStoredVersions(next, faults);
        ObjectNode old = transition.old();
        if (old != null && isEstablished(old)) {
            checkKept(old, next, faults);
        }
    }

    static boolean isEstablished(JsonNode definition) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Established")) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    private static void checkGroup(String group, Faults faults) {
        if (group.isEmpty()) {
            faults.required("spec.group", "");
            return;
        }
        NameRule.DNS_SUBDOMAIN.faults(group).forEach(f -> faults.invalid("spec.group", group, f));
        if (!group.contains(".")) {
            faults.invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }

    private static void checkNames(JsonNode names, Faults faults) {
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            String name = names.path(field).asString("");
            String path = "spec.names." + field;
            if (name.isEmpty()) {
                faults.required(path, "");
                continue;
            }
            String lower = field.endsWith("ind") ? name.toLowerCase(java.util.Locale.ROOT) : name;
            NameRule.DNS_1035_LABEL.faults(lower).forEach(f -> faults.invalid(path, name, f));
        }
        if (names.path("kind").asString("k").equals(names.path("listKind").asString("l"))) {
            faults.invalid(
                    "spec.names.listKind",
                    names.path("listKind"),
                    "kind and listKind may not be the same");
        }
        JsonNode shorts = names.path("shortNames");
        for (int i = 0; i < shorts.size(); i++) {
            String path = "spec.names.shortNames[" + i + "]";
            JsonNode name = shorts.get(i);
            NameRule.DNS_1035_LABEL
                    .faults(name.asString(""))
                    .forEach(f -> faults.invalid(path, name, f));
        }
    }

    private static void checkVersions(JsonNode versions, @Nullable ObjectNode old, Faults faults) {
        int storage = 0;
        int served = 0;
        Set<String> names = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            String path = "spec.versions[" + i + "]";
            String name = version.path("name").asString("");
            storage += version.path("storage").asBoolean(false) ? 1 : 0;
            served += version.path("served").asBoolean(false) ? 1 : 0;
            NameRule.DNS_1035_LABEL
                    .faults(name)
                    .forEach(f -> faults.invalid(path + ".name", name, f));
            if (!names.add(name)) {
                faults.invalid("spec.versions", name, "must contain unique version names");
            }
            checkSchema(version, old, path + ".schema.openAPIV3Schema", faults);
            checkScale(version.path("subresources").path("scale"), path, faults);
            SelectableRules.check(version, path, faults);
        }
        if (storage != 1) {
            faults.invalid(
                    "spec.versions",
                    versions,
                    "must have exactly one version marked as storage version");
        }
        if (served == 0) {
            faults.invalid("spec.versions", versions, "must have at least one version served");
        }
    }

    private static void checkSchema(
            JsonNode version, @Nullable ObjectNode old, String path, Faults faults) {
        JsonNode schema = Json.at(version, "schema", "openAPIV3Schema");
        if (schema == null) {
            faults.required(path, "schemas are required");
            return;
        }
        String type = schema.path("type").asString("");
        if (type.isEmpty()) {
            faults.required(path + ".type", "must not be empty at the root");
        } else if (!type.equals("object")) {
            faults.invalid(path + ".type", type, "must be object at the root");
        }
        StructuralRules.check(schema, path, faults);
        CustomRules rules = CustomRules.compile(schema, path, faults);
        if (!isKept(version, old)) {
            RuleCosts.check(rules, schema, path, faults);
        }
    }

    /** What was accepted once must not hold up who changes something else. */
    private static boolean isKept(JsonNode version, @Nullable ObjectNode old) {
        return old != null
                && old.path("spec")
                        .path("versions")
                        .valueStream()
                        .anyMatch(
                                was ->
                                        was.path("name").equals(version.path("name"))
                                                && was.path("schema")
                                                        .equals(version.path("schema")));
    }

    private static void checkScale(JsonNode scale, String path, Faults faults) {
        if (!scale.isObject()) {
            return;
        }
        checkScalePath(scale, "specReplicasPath", ".spec.", path, faults);
        checkScalePath(scale, "statusReplicasPath", ".status.", path, faults);
    }

    private static void checkScalePath(
            JsonNode scale, String field, String root, String path, Faults faults) {
        String at = path + ".subresources.scale." + field;
        String value = scale.path(field).asString("");
        if (value.isEmpty()) {
            faults.required(at, "");
        } else if (!value.startsWith(root)) {
            faults.invalid(at, value, "should be a json path under " + root.replaceAll("\\.$", ""));
        }
    }

    static void checkStoredVersions(ObjectNode definition, Faults faults) {
        Set<String> declared = new HashSet<>();
        for (JsonNode version : definition.path("spec").path("versions")) {
            declared.add(version.path("name").asString(""));
        }
        JsonNode stored = definition.path("status").path("storedVersions");
        for (int i = 0; i < stored.size(); i++) {
            if (!declared.contains(stored.get(i).asString(""))) {
                faults.invalid(
                        "status.storedVersions[" + i + "]",
                        stored.get(i),
                        "missing from spec.versions; "
                                + stored.get(i).asString("")
                                + " was previously a storage version, and must remain in"
                                + " spec.versions until a storage migration ensures no data"
                                + " remains persisted in "
                                + stored.get(i).asString("")
                                + " and removes "
                                + stored.get(i).asString("")
                                + " from status.storedVersions");
            }
        }
    }

    private static void checkKept(ObjectNode old, ObjectNode next, Faults faults) {
        for (String[] path :
                new String[][] {{"group"}, {"scope"}, {"names", "plural"}, {"names", "kind"}}) {
            JsonNode before = Json.at(old.path("spec"), path);
            JsonNode after = Json.at(next.path("spec"), path);
            if (!Objects.equals(before, after)) {
                faults.invalid(
                        "spec." + String.join(".", path),
                        String.valueOf(after == null ? "" : after.asString("")),
                        "field is immutable");
            }
        }
    }
}
