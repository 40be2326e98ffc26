package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who owns what in one object, as {@code metadata.managedFields} holds it. Confined to one write.
 */
final class ManagedFields {
    private final SortedMap<Manager, Owned> owners = new TreeMap<>();

    /**
     * What one manager owns.
     *
     * @param version of the API that the paths are in
     */
    record Owned(FieldSet fields, String version, @Nullable Instant time) {
        Owned with(FieldSet other) {
            return new Owned(other, version, time);
        }
    }

    /** What the object's metadata says; empty where it cannot be read. */
    static Optional<ManagedFields> read(@Nullable JsonNode object) {
        JsonNode entries = object == null ? null : Json.at(object, "metadata", "managedFields");
        ManagedFields managed = new ManagedFields();
        if (entries == null) {
            return Optional.of(managed);
        }
        try {
            entries.forEach(managed::add);
            return Optional.of(managed);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void add(JsonNode entry) {
        String version = entry.path("apiVersion").asString("");
        String subresource = entry.path("subresource").asString("");
        String name = entry.path("manager").asString("");
        Manager manager =
                switch (entry.path("operation").asString("")) {
                    case "Apply" -> Manager.applying(name, subresource);
                    case "Update" -> Manager.updating(name, version, subresource);
                    default ->
                            throw new IllegalArgumentException("operation must be Apply or Update");
                };
        String time = entry.path("time").asString("");
        owners.put(
                manager,
                new Owned(
                        FieldSet.parse(entry.path("fieldsV1")),
                        version,
                        time.isEmpty() ? null : Instant.parse(time)));
    }

    SortedMap<Manager, Owned> owners() {
        return owners;
    }

    boolean isEmpty() {
        return owners.isEmpty();
    }

    FieldSet fieldsOf(Manager manager) {
        Owned owned = owners.get(manager);
        return owned == null ? FieldSet.empty() : owned.fields();
    }

    void put(Manager manager, FieldSet fields, String version, @Nullable Instant time) {
        owners.put(manager, new Owned(fields, version, time));
    }

    /** Changes every set; a manager that is left without fields goes. */
    void changeAll(UnaryOperator<FieldSet> change) {
        owners.replaceAll((manager, owned) -> owned.with(change.apply(owned.fields())));
        owners.values().removeIf(owned -> owned.fields().isEmpty());
    }

    /**
     * Merges the updates that were oldest into one entry per version until no more than this many
     * update entries are left.
     */
    void capUpdates(int max, String bucketName) {
        if (owners.size() <= max) {
            return;
        }
        List<Manager> updates = new ArrayList<>();
        owners.keySet().stream().filter(m -> !m.applies()).forEach(updates::add);
        updates.sort(Comparator.comparingLong(this::seconds).thenComparing(Manager::compareTo));
        int count = updates.size();
        Map<String, Manager> first = new TreeMap<>();
        for (Manager manager : updates) {
            if (count <= max) {
                return;
            }
            Owned owned = owned(manager);
            Manager earlier = first.putIfAbsent(owned.version(), manager);
            if (earlier == null) {
                continue;
            }
            Manager bucket = Manager.updating(bucketName, owned.version(), "");
            if (!owners.containsKey(bucket)) {
                owners.put(bucket, owned(earlier));
                owners.remove(earlier);
            }
            FieldSet both = owned.fields().union(fieldsOf(bucket));
            owners.remove(manager);
            owners.put(bucket, new Owned(both, owned.version(), owned.time()));
            count--;
        }
    }

    private Owned owned(Manager manager) {
        return java.util.Objects.requireNonNull(owners.get(manager));
    }

    private long seconds(Manager manager) {
        Instant time = owned(manager).time();
        return time == null ? 0 : time.getEpochSecond();
    }

    /** The list as it is written: applies before updates, older before newer. */
    ArrayNode toJson() {
        List<Manager> order = new ArrayList<>(owners.keySet());
        order.sort(
                Comparator.comparing(Manager::operation)
                        .thenComparingLong(this::seconds)
                        .thenComparing(Manager::name)
                        .thenComparing(manager -> owned(manager).version())
                        .thenComparing(Manager::subresource));
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        order.forEach(manager -> entries.add(entry(manager, owned(manager))));
        return entries;
    }

    private static ObjectNode entry(Manager manager, Owned owned) {
        ObjectNode entry =
                Json.object()
                        .put("manager", manager.name())
                        .put("operation", manager.operation().text())
                        .put("apiVersion", owned.version());
        Instant time = owned.time();
        if (time != null) {
            entry.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        entry.put("fieldsType", "FieldsV1").set("fieldsV1", owned.fields().toJson());
        if (!manager.subresource().isEmpty()) {
            entry.put("subresource", manager.subresource());
        }
        return entry;
    }
}
