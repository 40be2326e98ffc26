package io.pinisi.federation.drift;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.watch.Mirror;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down each drift, apart from the work of putting it right: what is told is kept in memory
 * until it is on the hub, the newest per field, so that a member full of drift holds up nobody.
 */
public final class DriftLedger implements AutoCloseable {
    /** Records kept; beyond that the oldest that are settled go. */
    private static final int RECORDS_MAX = 2000;

    /** Fields waiting to be written; beyond that new ones are left to the next time they drift. */
    private static final int WAITING_MAX = 10_000;

    private static final String MANAGER = "pinisi-drift";

    private final ApiClient hub;
    private final InstantSource clock;
    private final BiConsumer<String, Template> acceptance;
    private final Map<DriftSlot, Finding> waiting = new ConcurrentHashMap<>();
    private final Map<Copy, Map<ObjectKey, FieldPath>> accepted = new ConcurrentHashMap<>();
    private final Map<Copy, Set<DriftSlot>> open = new ConcurrentHashMap<>();
    private final Mirror<ObjectNode> mirror;
    private final Controller<DriftSlot> controller;

    private record Copy(String cluster, Template template) {}

    /**
     * @param acceptance told of a copy of which another field is accepted, or one is not any more
     */
    public DriftLedger(
            ApiClient hub, InstantSource clock, BiConsumer<String, Template> acceptance) {
        this.hub = hub;
        this.clock = clock;
        this.acceptance = acceptance;
        this.controller = Controller.of("drift-ledger", clock, this::reconcile, 1);
        this.mirror =
                new Mirror<>(
                        "drift-records",
                        hub,
                        Mirror.Source.all(FederationKinds.DRIFT_RECORDS, "DriftRecord"),
                        object -> object,
                        this::changed);
    }

    public void start() {
        mirror.start();
        controller.start();
    }

    /** Takes note of what was found; a field found again replaces what still waits of it. */
    public void found(DriftSlot slot, Finding finding) {
        if (waiting.size() < WAITING_MAX || waiting.containsKey(slot)) {
            waiting.merge(slot, finding, Finding::then);
            controller.queue().add(slot);
        }
    }

    /** A copy is as it should be: what was left open has been put right by somebody. */
    public void calm(String cluster, Template template) {
        Set<DriftSlot> slots = open.getOrDefault(new Copy(cluster, template), Set.of());
        slots.forEach(slot -> found(slot, Finding.resolved(clock.instant())));
    }

    /** The fields of a copy that are left to the member. */
    public List<FieldPath> accepted(String cluster, Template template) {
        Map<ObjectKey, FieldPath> fields = accepted.get(new Copy(cluster, template));
        return fields == null ? List.of() : List.copyOf(fields.values());
    }

    private void changed(ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        ObjectNode record = after != null ? after : before;
        if (record == null) {
            return;
        }
        DriftSlot slot = DriftSlot.of(record);
        Copy copy = new Copy(slot.cluster(), slot.template());
        remember(copy, slot, after);
        FieldPath now = after == null ? null : DriftRecord.acceptedField(after);
        FieldPath was = replace(copy, key, now);
        if (now == null ? was == null : now.equals(was)) {
            return;
        }
        acceptance.accept(slot.cluster(), slot.template());
        if (now != null) {
            found(slot, Finding.accepted(clock.instant()));
        }
    }

    private void remember(Copy copy, DriftSlot slot, @Nullable ObjectNode after) {
        boolean isOpen =
                after != null && State.OPEN.text().equals(Json.text(after, "status", "state"));
        if (isOpen) {
            open.computeIfAbsent(copy, absent -> ConcurrentHashMap.newKeySet()).add(slot);
        } else {
            Set<DriftSlot> slots = open.get(copy);
            if (slots != null) {
                slots.remove(slot);
            }
        }
    }

    private @Nullable FieldPath replace(Copy copy, ObjectKey key, @Nullable FieldPath now) {
        if (now != null) {
            return accepted.computeIfAbsent(copy, absent -> new ConcurrentHashMap<>())
                    .put(key, now);
        }
        Map<ObjectKey, FieldPath> fields = accepted.get(copy);
        return fields == null ? null : fields.remove(key);
    }

    private Outcome reconcile(DriftSlot slot) {
        Finding finding = waiting.remove(slot);
        if (finding == null) {
            return Outcome.SETTLED;
        }
        try {
            write(slot, finding);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) { // its namespace, or the record itself, is going
                waiting.merge(slot, finding, (newer, older) -> older.then(newer));
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    private void write(DriftSlot slot, Finding finding) {
        ResourcePath path = ResourcePath.of(FederationKinds.DRIFT_RECORDS, slot.key());
        ObjectNode known = mirror.find(slot.key()).orElse(null);
        if (known == null) {
            if (finding.drift() == null) {
                return; // nothing was ever written of it
            }
            makeRoom();
            known = create(path, slot, finding);
        }
        ObjectNode patch = DriftRecord.statusPatch(known, slot, finding);
        if (!patch.isEmpty()) {
            ObjectNode body = Json.object();
            body.set("status", patch);
            hub.patch(path.sub("status"), PatchType.MERGE, body, WriteOptions.by(MANAGER));
        }
    }

    private ObjectNode create(ResourcePath path, DriftSlot slot, Finding finding) {
        ObjectNode record = DriftRecord.create(slot, finding);
        try {
            return hub.create(
                    ResourcePath.all(FederationKinds.DRIFT_RECORDS).in(slot.key().namespace()),
                    record,
                    WriteOptions.by(MANAGER));
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
            return hub.get(path);
        }
    }

    private void makeRoom() {
        List<ObjectNode> all = List.copyOf(mirror.all());
        if (all.size() < RECORDS_MAX) {
            return;
        }
        Set<String> settled = Set.of(State.CORRECTED.text(), State.RESOLVED.text());
        List<ObjectNode> oldest =
                all.stream()
                        .filter(
                                one ->
                                        settled.contains(
                                                one.path("status").path("state").asString("")))
                        .sorted(
                                Comparator.comparing(
                                        one -> one.path("status").path("lastSeen").asString("")))
                        .limit(RECORDS_MAX / 10)
                        .collect(Collectors.toList());
        for (ObjectNode one : oldest) {
            hub.delete(ResourcePath.of(FederationKinds.DRIFT_RECORDS, Metadata.key(one)), null);
        }
    }

    @Override
    public void close() {
        mirror.close();
        controller.close();
    }
}
