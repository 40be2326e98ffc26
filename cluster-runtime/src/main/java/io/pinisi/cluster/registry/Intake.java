package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way in: after it an object has the kind asked for, no field that the schema does not know, no
 * value of a wrong type and every default, so that strategies need not look twice.
 */
final class Intake {
    private final Kind kind;
    private final Workbench bench;
    private final GroupVersionKind gvk;
    private final Schema schema;

    /** Stands before what is wrong with a document. */
    private final String refusal;

    Intake(Kind kind, Workbench bench) {
        this.kind = kind;
        this.bench = bench;
        this.gvk = kind.definition().kindIn(kind.definition().storageVersion());
        this.schema = kind.definition().storageVersion().schema();
        this.refusal =
                gvk.kind()
                        + " in version \""
                        + gvk.version()
                        + "\" cannot be handled as a "
                        + gvk.kind()
                        + ": ";
    }

    Schema schema() {
        return schema;
    }

    GroupVersionKind gvk() {
        return gvk;
    }

    /** A whole object, as created or put. */
    void accept(Call call, ObjectNode object) {
        checkKind(object);
        dropNulls(object);
        if (kind.has(Kind.Trait.CUSTOM)) {
            report(call, object, refusal);
            checkTypes(object, refusal);
        } else {
            decode(object)
                    .ifPresent(
                            fault -> {
                                throw ApiException.badRequest(refusal + fault);
                            });
            report(call, object, refusal);
        }
        complete(object);
    }

    /** Spells a built-in object canonically, or says in Go's words why it is none. */
    private Optional<String> decode(ObjectNode object) {
        return bench.decoder().decode(schema, object);
    }

    /** The result of a patch. */
    void acceptPatched(Call call, ObjectNode object, JsonNode patch, String name) {
        checkKind(object);
        dropNulls(object);
        List<String> unknown = bench.unknownFields().prune(schema, object);
        if (!unknown.isEmpty() && call.fieldValidation() == Call.FieldValidation.STRICT) {
            throw invalidPatch(patch, "strict decoding error: " + String.join(", ", unknown));
        }
        warn(call, unknown);
        if (kind.has(Kind.Trait.CUSTOM)) {
            List<FieldError> faults = wrongTypes(object);
            if (!faults.isEmpty()) {
                throw ApiException.invalid(gvk.group(), gvk.kind(), name, faults);
            }
        } else {
            decode(object)
                    .ifPresent(
                            fault -> {
                                throw invalidPatch(patch, fault);
                            });
        }
        complete(object);
    }

    /** Names no kind, as what was sent is not of it. */
    private static ApiException invalidPatch(JsonNode patch, String words) {
        return ApiException.invalid(
                "", "", "", List.of(FieldError.invalid("patch", "\"" + patch + "\"", words)));
    }

    /** The document of a server-side apply: what it leaves out stays out, so no defaults yet. */
    void acceptApplied(Call call, ObjectNode document) {
        checkKind(document);
        report(call, document, "failed to create typed patch object: ");
        checkTypes(document, "failed to create typed patch object: ");
    }

    /** Defaults, again after each step that may have brought in something new. */
    void complete(ObjectNode object) {
        bench.defaulter().apply(schema, object);
    }

    private void checkKind(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        String name = object.path("kind").asString("");
        if (!apiVersion.isEmpty() && !apiVersion.equals(gvk.apiVersion())) {
            throw ApiException.badRequest(
                    "the API version in the data ("
                            + apiVersion
                            + ") does not match the expected API version ("
                            + gvk.apiVersion()
                            + ")");
        }
        if (!name.isEmpty() && !name.equals(gvk.kind())) {
            throw ApiException.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: the kind in the data (%s) does not match the expected kind (%s)"
                            .formatted(name, gvk.version(), gvk.kind(), name, gvk.kind()));
        }
        object.put("apiVersion", gvk.apiVersion());
        object.put("kind", gvk.kind());
        JsonNode metadata = object.get("metadata");
        if (metadata == null || metadata.isNull()) {
            object.putObject("metadata");
        }
    }

    private void report(Call call, ObjectNode object, String words) {
        List<String> unknown = bench.unknownFields().prune(schema, object);
        if (!unknown.isEmpty() && call.fieldValidation() == Call.FieldValidation.STRICT) {
            throw ApiException.badRequest(
                    words + "strict decoding error: " + String.join(", ", unknown));
        }
        warn(call, unknown);
    }

    private static void warn(Call call, List<String> unknown) {
        if (call.fieldValidation() == Call.FieldValidation.WARN) {
            unknown.forEach(call.warnings());
        }
    }

    private List<FieldError> wrongTypes(ObjectNode object) {
        return bench.faults(schema, object).stream()
                .filter(fault -> fault.type() == FieldError.Type.TYPE_INVALID)
                .toList();
    }

    private static String listed(List<FieldError> faults) {
        return faults.stream().map(FieldError::toString).collect(Collectors.joining(", "));
    }

    private void checkTypes(ObjectNode object, String words) {
        List<FieldError> faults = wrongTypes(object);
        if (faults.isEmpty()) {
            return;
        }
        if (kind.has(Kind.Trait.CUSTOM)) {
            String name = object.path("metadata").path("name").asString("");
            throw ApiException.invalid(gvk.group(), gvk.kind(), name, faults);
        }
        throw ApiException.badRequest(words + listed(faults));
    }

    /** In a built-in kind a null says the same as nothing at all. */
    private void dropNulls(ObjectNode object) {
        if (kind.has(Kind.Trait.CUSTOM)) {
            if (object.get("metadata") instanceof ObjectNode metadata) {
                prune(metadata);
            }
            return;
        }
        prune(object);
    }

    private static void prune(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> nulls = new ArrayList<>();
            object.properties()
                    .forEach(
                            field -> {
                                if (field.getValue().isNull()) {
                                    nulls.add(field.getKey());
                                } else {
                                    prune(field.getValue());
                                }
                            });
            object.remove(nulls);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Intake::prune);
        }
    }
}
