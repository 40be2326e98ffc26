package io.pinisi.federation.drift;

import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.propagation.Drift;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of a drift on the hub. Pure. */
final class DriftRecord {
    private static final GroupVersionKind SECRET = GroupVersionKind.of("v1", "Secret");
    private static final String HIDDEN = "(hidden)";

    /** Characters of a value that are kept. */
    private static final int VALUE_MAX = 1024;

    private DriftRecord() {}

    static ObjectNode create(DriftSlot slot, Finding finding) {
        ObjectNode record = Json.object().put("apiVersion", FederationKinds.PINISI_API);
        record.put("kind", "DriftRecord");
        record.putObject("metadata")
                .put("namespace", slot.key().namespace())
                .put("name", slot.key().name());
        ObjectNode spec = record.putObject("spec").put("cluster", slot.cluster());
        ObjectNode resource = spec.putObject("resource");
        resource.put("apiVersion", slot.template().kind().apiVersion());
        resource.put("kind", slot.template().kind().kind());
        if (slot.template().key().namespace() != null) {
            resource.put("namespace", slot.template().key().namespace());
        }
        resource.put("name", slot.template().key().name());
        spec.put("path", slot.path());
        Drift drift = finding.drift();
        if (drift != null && !drift.keys().contains("")) {
            ArrayNode field = spec.putArray("field");
            drift.keys().forEach(field::add);
        }
        return record;
    }

    /** The field that is left to the cluster; null for none. */
    static @Nullable FieldPath acceptedField(JsonNode record) {
        JsonNode spec = record.path("spec");
        List<String> keys = new ArrayList<>();
        spec.path("field").forEach(key -> keys.add(key.asString("")));
        return spec.path("accepted").asBoolean(false) && !keys.isEmpty()
                ? new FieldPath(keys)
                : null;
    }

    /** What is new of it. */
    static ObjectNode statusPatch(JsonNode record, DriftSlot slot, Finding finding) {
        JsonNode before = record.path("status");
        ObjectNode status = before.isObject() ? (ObjectNode) before.deepCopy() : Json.object();
        boolean over = !before.path("state").asString("").equals(State.OPEN.text());
        Drift drift = finding.drift();
        if (drift != null) {
            boolean hidden = slot.template().kind().equals(SECRET);
            status.put("wanted", hidden ? HIDDEN : cut(drift.wanted()));
            status.put("found", hidden ? HIDDEN : cut(drift.found()));
            status.put("manager", drift.manager()).put("changedAt", drift.time());
            if (over || !status.has("since")) {
                status.put("since", Timestamps.seconds(finding.first()));
            }
            status.put("lastSeen", Timestamps.seconds(finding.last()));
        }
        status.put("state", finding.state().text());
        boolean again = drift != null && finding.state() == State.OPEN && !over;
        int more = again ? 0 : finding.times();
        status.put("times", before.path("times").asInt(0) + more);
        return MergePatch.between(before, status);
    }

    private static String cut(String value) {
        return value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX) + "…";
    }
}
