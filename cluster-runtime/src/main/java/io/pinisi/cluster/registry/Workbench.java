package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.schema.Defaulter;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schemas;
import io.pinisi.cluster.machinery.schema.UnknownFields;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools that the stores of all kinds share. */
record Workbench(
        Schemas schemas,
        Defaulter defaulter,
        UnknownFields unknownFields,
        AdmissionChain admission,
        ObjectLookup objects,
        InstantSource clock,
        IdSource ids) {

    static Workbench of(
            Schemas schemas,
            AdmissionChain admission,
            ObjectLookup objects,
            RegistryOptions options) {
        return new Workbench(
                schemas,
                new Defaulter(schemas),
                new UnknownFields(schemas),
                admission,
                objects,
                options.clock(),
                options.ids());
    }

    /** Objects carry whole seconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    List<FieldError> faults(Schema schema, ObjectNode object) {
        return List.of();
    }

    /** Who owns which field once a client has set {@code next}. */
    ObjectNode owned(Writer writer, Schema schema, @Nullable ObjectNode live, ObjectNode next) {
        return next;
    }

    ObjectNode applied(
            Writer writer, Schema schema, @Nullable ObjectNode live, ObjectNode document) {
        return merged(live == null ? document : live, document);
    }

    ObjectNode patched(Schema schema, ObjectNode live, PatchBody patch) {
        return switch (patch.type()) {
            case MERGE, STRATEGIC -> merged(live, patch.content());
            case JSON, APPLY ->
                    throw new ApiException(
                            Reason.UNSUPPORTED_MEDIA_TYPE, patch.type() + " is not understood yet");
        };
    }

    private static ObjectNode merged(ObjectNode live, JsonNode patch) {
        ObjectNode result = live.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                result.remove(field.getKey());
            } else if (value.isObject()
                    && result.get(field.getKey()) instanceof ObjectNode present) {
                result.set(field.getKey(), merged(present, value));
            } else {
                result.set(field.getKey(), value);
            }
        }
        return result;
    }

    /** Who writes, through which subresource, in which version. */
    record Writer(
            String manager, String apiVersion, String subresource, boolean force, Instant at) {}
}
