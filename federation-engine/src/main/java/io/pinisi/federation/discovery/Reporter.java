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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes on the hub what became of an export; what people made themselves is not deleted. */
record Reporter(ApiClient hub) {

    void export(Export.Id id, ExportReport report) {
        boolean derived = id.way() == Export.Way.DERIVED;
        ResourcePath path =
                ResourcePath.of(
                        derived
                                ? FederationKinds.SERVICE_EXPORTS
                                : FederationKinds.MULTI_CLUSTER_SERVICES,
                        id.service());
        hub.find(path)
                .ifPresent(
                        object -> {
                            JsonNode before = object.path("status");
                            status(
                                    path,
                                    before,
                                    derived
                                            ? report.ofServiceExport(before)
                                            : report.ofMultiClusterService(before));
                        });
    }

    private void status(ResourcePath path, JsonNode before, ObjectNode status) {
        if (before.equals(status)) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.set("status", status);
        hub.patch(path.sub("status"), PatchType.MERGE, patch, WriteOptions.by(Labels.MANAGER));
    }

    /** The import that everyone sees, or none where nobody exports. */
    void imports(Export.Id id, Optional<MergedService> service) {
        ResourcePath path = ResourcePath.of(FederationKinds.SERVICE_IMPORTS, id.service());
        Optional<ObjectNode> found = hub.find(path);
        if (service.isEmpty()) {
            found.filter(Reporter::isOurs).ifPresent(object -> delete(path, object));
            return;
        }
        ObjectNode spec = ExportReport.importSpec(service.get());
        JsonNode before = found.map(object -> object.path("status")).orElse(Json.object());
        if (found.isEmpty() || (isOurs(found.get()) && !found.get().path("spec").equals(spec))) {
            before =
                    hub.apply(path, object(id, spec), WriteOptions.by(Labels.MANAGER).forced())
                            .path("status");
        }
        ObjectNode status = before instanceof ObjectNode some ? some.deepCopy() : Json.object();
        status.setAll(ExportReport.importStatus(service.get()));
        status(path, before, status);
    }

    private static boolean isOurs(ObjectNode object) {
        return Metadata.of(object).label(Labels.IMPORTED) != null;
    }

    private static ObjectNode object(Export.Id id, ObjectNode spec) {
        ObjectNode object = Json.object();
        object.put("apiVersion", FederationKinds.SERVICE_IMPORTS.apiVersion());
        object.put("kind", "ServiceImport");
        ObjectNode metadata = object.putObject("metadata").put("name", id.service().name());
        metadata.put("namespace", id.service().namespace());
        metadata.putObject("labels").put(Labels.IMPORTED, id.way().text());
        object.set("spec", spec);
        return object;
    }

    private void delete(ResourcePath path, ObjectNode object) {
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", Metadata.uid(object));
        try {
            hub.delete(path, options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
