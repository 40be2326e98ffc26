package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.drift.DriftRow;
import io.pinisi.portal.drift.DriftService;
import io.pinisi.portal.drift.Hold;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** DriftRecords and DeletionHolds of the hub, read and written as the person. */
final class HubDrift implements DriftService {
    private static final String MANAGER = "pinisi-portal";

    private final People people;
    private final Changes changes;

    HubDrift(People people, Changes changes) {
        this.people = people;
        this.changes = changes;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Page<DriftRow> drift(Identity who, PageRequest page) {
        List<DriftRow> rows =
                people
                        .hub(who)
                        .list(ResourcePath.all(FederationKinds.DRIFT_RECORDS), ListOptions.ALL)
                        .items()
                        .stream()
                        .map(HubDrift::row)
                        .toList();
        return page.of(
                rows,
                one ->
                        String.join(
                                " ",
                                one.cluster(),
                                one.object(),
                                one.path(),
                                one.by(),
                                one.state().word()),
                HubDrift::order);
    }

    private static Comparator<DriftRow> order(String key) {
        Comparator<DriftRow> newest =
                Comparator.comparing(
                                DriftRow::last, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .reversed()
                        .thenComparing(DriftRow::id);
        return switch (key) {
            case "cluster" -> Comparator.comparing(DriftRow::cluster).thenComparing(newest);
            case "object" -> Comparator.comparing(DriftRow::object).thenComparing(newest);
            case "state" ->
                    Comparator.comparing((DriftRow one) -> one.state().word())
                            .thenComparing(newest);
            default -> newest;
        };
    }

    private static DriftRow row(ObjectNode record) {
        JsonNode spec = record.path("spec");
        JsonNode status = record.path("status");
        return new DriftRow(
                Metadata.key(record).toString(),
                state(status.path("state").asString("")),
                spec.path("cluster").asString(""),
                object(spec.path("resource")),
                spec.path("path").asString(""),
                status.path("wanted").asString(""),
                status.path("found").asString(""),
                status.path("manager").asString(""),
                status.path("times").asInt(0),
                spec.path("accepted").asBoolean(false),
                time(status.path("lastSeen")));
    }

    private static Status state(String state) {
        return switch (state) {
            case "Open" -> new Status(Level.DEGRADED, "Open", "Left as it is: report mode");
            case "Corrected" -> new Status(Level.HEALTHY, "Corrected", "Put right by the engine");
            case "Accepted" -> new Status(Level.DONE, "Accepted", "Left to the cluster");
            case "Resolved" -> new Status(Level.DONE, "Resolved", "Put right by somebody else");
            default -> Status.of(Level.UNKNOWN, "New");
        };
    }

    private static String object(JsonNode resource) {
        String namespace = resource.path("namespace").asString("");
        return resource.path("kind").asString("")
                + " "
                + (namespace.isEmpty() ? "" : namespace + "/")
                + resource.path("name").asString("");
    }

    private static @Nullable Instant time(JsonNode text) {
        try {
            return Instant.parse(text.asString(""));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public void accept(Identity who, String id, boolean accepted) {
        int slash = id.indexOf('/');
        ObjectKey key = ObjectKey.of(id.substring(0, slash), id.substring(slash + 1));
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("accepted", accepted);
        people.hub(who)
                .patch(
                        ResourcePath.of(FederationKinds.DRIFT_RECORDS, key),
                        PatchType.MERGE,
                        patch,
                        WriteOptions.by(MANAGER));
    }

    /** A person who may not list them is shown none. */
    @Override
    public List<Hold> holds(Identity who) {
        try {
            return people
                    .hub(who)
                    .list(ResourcePath.all(FederationKinds.DELETION_HOLDS), ListOptions.ALL)
                    .items()
                    .stream()
                    .map(HubDrift::hold)
                    .toList();
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN)) {
                return List.of();
            }
            throw e;
        }
    }

    private static Hold hold(ObjectNode object) {
        JsonNode status = object.path("status");
        List<String> objects = new ArrayList<>();
        status.path("objects").forEach(one -> objects.add(object(one)));
        return new Hold(
                Metadata.of(object).name(),
                status.path("count").asInt(0),
                status.path("digest").asString(""),
                objects,
                time(status.path("since")));
    }

    @Override
    public void confirm(Identity who, String cluster, String digest) {
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("confirmed", digest);
        people.hub(who)
                .patch(
                        ResourcePath.of(FederationKinds.DELETION_HOLDS, ObjectKey.cluster(cluster)),
                        PatchType.MERGE,
                        patch,
                        WriteOptions.by(MANAGER));
    }
}
