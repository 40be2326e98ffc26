package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what became of an export; what people made themselves is not deleted.
 *
 * @param api of the hub, or of the member whose export it is
 */
record Reporter(ApiClient api) {

    void export(Export.Id id, ExportReport report) {
        boolean derived = id.way() == Export.Way.DERIVED;
        ResourcePath path =
                ResourcePath.of(
                        derived
                                ? FederationKinds.SERVICE_EXPORTS
                                : FederationKinds.MULTI_CLUSTER_SERVICES,
                        id.service());
        report(path, derived ? report::ofServiceExport : report::ofMultiClusterService);
    }

    /** Nothing where the object is gone. */
    void report(ResourcePath path, Function<JsonNode, ObjectNode> next) {
        api.find(path)
                .ifPresent(
                        object ->
                                status(
                                        path,
                                        object.path("status"),
                                        next.apply(object.path("status"))));
    }

    private void status(ResourcePath path, JsonNode before, ObjectNode status) {
        if (before.equals(status)) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.set("status", status);
        api.patch(path.sub("status"), PatchType.MERGE, patch, WriteOptions.by(Labels.MANAGER));
    }

    /** The import that everyone sees, where its namespace is. */
    void imports(Export export, MergedService service) {
        ResourcePath path = path(export.id());
        Optional<ObjectNode> found = api.find(path);
        if (found.isPresent() && !isOurs(found.get())) {
            return;
        }
        ObjectNode wanted = object(export, ExportReport.importSpec(service));
        JsonNode before;
        try {
            before =
                    found.filter(object -> says(object, wanted))
                            .orElseGet(() -> write(path, wanted))
                            .path("status");
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return; // a member exports it, and the hub has no such namespace
            }
            throw e;
        }
        ObjectNode status = before instanceof ObjectNode some ? some.deepCopy() : Json.object();
        status.setAll(ExportReport.importStatus(service));
        status(path, before, status);
    }

    /** Nobody exports it any more. */
    void noImports(Export.Id id) {
        ResourcePath path = path(id);
        api.find(path).filter(Reporter::isOurs).ifPresent(object -> delete(path, object));
    }

    private static ResourcePath path(Export.Id id) {
        return ResourcePath.of(FederationKinds.SERVICE_IMPORTS, id.service());
    }

    private ObjectNode write(ResourcePath path, ObjectNode object) {
        return api.apply(path, object, WriteOptions.by(Labels.MANAGER).forced());
    }

    private static boolean says(ObjectNode object, ObjectNode wanted) {
        return object.path("spec").equals(wanted.path("spec"))
                && texts(object, "labels").equals(texts(wanted, "labels"))
                && texts(object, "annotations").equals(texts(wanted, "annotations"));
    }

    private static JsonNode texts(ObjectNode object, String field) {
        JsonNode texts = object.path("metadata").path(field);
        return texts.isMissingNode() ? Json.object() : texts;
    }

    private static boolean isOurs(ObjectNode object) {
        return Metadata.of(object).label(Labels.IMPORTED) != null;
    }

    private static ObjectNode object(Export export, ObjectNode spec) {
        Export.Id id = export.id();
        ObjectNode object = Json.object();
        object.put("apiVersion", FederationKinds.SERVICE_IMPORTS.apiVersion());
        object.put("kind", "ServiceImport");
        ObjectNode metadata = object.putObject("metadata").put("name", id.service().name());
        metadata.put("namespace", id.service().namespace());
        export.extras().lendTo(object);
        metadata.withObject("/labels").put(Labels.IMPORTED, id.way().text());
        object.set("spec", spec);
        return object;
    }

    private void delete(ResourcePath path, ObjectNode object) {
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", Metadata.uid(object));
        try {
            api.delete(path, options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
