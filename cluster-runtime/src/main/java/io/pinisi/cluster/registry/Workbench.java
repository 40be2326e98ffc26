package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.machinery.apply.FieldManager;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.patch.Patches;
import io.pinisi.cluster.machinery.schema.Decoder;
import io.pinisi.cluster.machinery.schema.Defaulter;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schemas;
import io.pinisi.cluster.machinery.schema.UnknownFields;
import io.pinisi.cluster.machinery.schema.ValueValidator;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools that the stores of all kinds share. */
record Workbench(
        Schemas schemas,
        Defaulter defaulter,
        Decoder decoder,
        UnknownFields unknownFields,
        ValueValidator validator,
        FieldManager fieldManager,
        AdmissionChain admission,
        ObjectLookup objects,
        Stores stores,
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
                new Decoder(schemas),
                new UnknownFields(schemas),
                new ValueValidator(schemas),
                new FieldManager(schemas),
                admission,
                objects,
                new Stores(),
                options.clock(),
                options.ids());
    }

    /** Objects carry whole seconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    List<FieldError> faults(Schema schema, ObjectNode object) {
        return validator.validate(schema, object);
    }

    List<FieldError> faults(Schema schema, Transition transition) {
        return validator.validate(schema, transition.next(), transition.old());
    }

    /**
     * Who owns which field once a client has set {@code next}. An object in which ownership cannot
     * be told apart (items of a keyed list without their key) keeps what it had: its own rules are
     * about to refuse it in better words.
     */
    ObjectNode owned(Writer writer, Schema schema, @Nullable ObjectNode live, ObjectNode next) {
        try {
            return fieldManager.update(
                    schema,
                    live,
                    next,
                    writer.manager(),
                    writer.apiVersion(),
                    writer.subresource(),
                    writer.at());
        } catch (IllegalArgumentException e) {
            JsonNode before = live == null ? null : live.path("metadata").get("managedFields");
            if (before != null) {
                SystemMetadata.of(next).set("managedFields", before);
            }
            return next;
        }
    }

    /** The live object with a document applied to it, ownership included. */
    ObjectNode applied(
            Writer writer, Schema schema, @Nullable ObjectNode live, ObjectNode document) {
        return fieldManager.apply(
                schema,
                live,
                document,
                writer.manager(),
                writer.apiVersion(),
                writer.subresource(),
                writer.force(),
                writer.at());
    }

    ObjectNode patched(Schema schema, ObjectNode live, PatchBody patch) {
        return switch (patch.type()) {
            case JSON -> Patches.json(live, patch.content());
            case MERGE -> Patches.merge(live, patch.content());
            case STRATEGIC -> Patches.strategic(schemas, schema, live, patch.content());
            case APPLY -> throw new IllegalStateException("apply is no patch of the live object");
        };
    }

    /** Who writes, through which subresource, in which version. */
    record Writer(
            String manager, String apiVersion, String subresource, boolean force, Instant at) {}
}
