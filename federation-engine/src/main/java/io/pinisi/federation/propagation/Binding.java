package io.pinisi.federation.propagation;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.failover.EvictionTask;
import io.pinisi.federation.failover.Luggage;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.ReplicaScheduling;
import io.pinisi.federation.placement.StatePreservation;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ResourceBinding or ClusterResourceBinding, read: the durable decision for one template, and in
 * its finalizers the inventory of clusters that may hold the object.
 *
 * @param tree the object itself, not to be changed
 */
public record Binding(ObjectNode tree) {
    static final String PLACED = "placed.pinisi.io/";
    private static final String POLICY_NAMESPACE = "propagationpolicy.karmada.io/namespace";
    private static final String POLICY_NAME = "propagationpolicy.karmada.io/name";
    private static final String CLUSTER_POLICY_NAME = "clusterpropagationpolicy.karmada.io/name";
    private static final String AFFINITY = "pinisi.io/affinity";
    private static final String BASIS = "pinisi.io/lazy-basis";
    private static final String BEFORE_FLIGHT = "pinisi.io/before-failover";
    private static final String FAILED_IN = "pinisi.io/failed-in";
    private static final String PRESERVED_STATE = "pinisi.io/preserved-state";
    private static final String SUCCEEDED = "pinisi.io/succeeded-in";
    private static final int NAME_MAX = 253;

    /** Who needs an object because its pods name it, and where they run. */
    public record Requirer(ObjectKey binding, Set<String> clusters) {
        public Requirer {
            clusters = Set.copyOf(clusters);
        }
    }

    /**
     * What the engine decided about a template; turned into a binding's spec.
     *
     * @param policy the policy that decided; null where only requirers did
     * @param terms what it said; null where only requirers decided
     * @param affinity the group of clusters that was taken, or empty
     * @param basis hash of the template that a lazy policy was applied to, or empty
     * @param evictions copies that wait to be given up
     * @param beforeFlight where the object was before it fled, while it may still go back; or null
     * @param succeeded clusters whose copy was given up once its successors were seen healthy
     * @param failedIn clusters where the application failed, with the template's generation then
     * @param priority how urgent it was by its policy; empty where that does not say
     * @param rescheduled when it was placed anew at the latest; the epoch for never
     * @param luggage labels that copies take along from where they had to leave, by cluster
     */
    record Content(
            String templateUid,
            OptionalInt replicas,
            List<Target> targets,
            List<Requirer> requiredBy,
            @Nullable ObjectKey policy,
            @Nullable Terms terms,
            String affinity,
            String basis,
            List<EvictionTask> evictions,
            @Nullable Previous beforeFlight,
            Set<String> succeeded,
            Map<String, Long> failedIn,
            OptionalInt priority,
            Instant rescheduled,
            Map<String, Map<String, String>> luggage) {
        Content {
            luggage = Map.copyOf(luggage);
            succeeded = Set.copyOf(succeeded);
            failedIn = Map.copyOf(failedIn);
            evictions = List.copyOf(evictions);
            targets = List.copyOf(targets);
            requiredBy = List.copyOf(requiredBy);
        }

        /** Wanted nowhere any more. */
        static Content nowhere(String templateUid) {
            return new Content(
                    templateUid,
                    OptionalInt.empty(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    "",
                    "",
                    List.of(),
                    null,
                    Set.of(),
                    Map.of(),
                    OptionalInt.empty(),
                    Instant.EPOCH,
                    Map.of());
        }

        /** Where the object has what it depends on: also where it waits to be given up. */
        Set<String> presence() {
            Set<String> presence = clusters();
            evictions.forEach(task -> presence.add(task.fromCluster()));
            return presence;
        }

        Set<String> clusters() {
            Set<String> clusters = new TreeSet<>();
            targets.forEach(target -> clusters.add(target.cluster()));
            requiredBy.forEach(requirer -> clusters.addAll(requirer.clusters()));
            return clusters;
        }
    }

    /** {@code web-deployment}, as Karmada names it. */
    public static ObjectKey keyOf(Template template) {
        String kind = template.kind().kind().toLowerCase(Locale.ROOT);
        String name = template.key().name().replace(":", ".") + "-" + kind;
        if (name.length() > NAME_MAX) {
            String hash = Integer.toHexString(name.hashCode());
            name = name.substring(0, NAME_MAX - hash.length() - 1) + "-" + hash;
        }
        return new ObjectKey(template.key().namespace(), name);
    }

    ObjectKey key() {
        return Metadata.key(tree);
    }

    public Template template() {
        JsonNode resource = tree.path("spec").path("resource");
        return new Template(
                GroupVersionKind.of(
                        resource.path("apiVersion").asString(""),
                        resource.path("kind").asString("")),
                new ObjectKey(
                        Json.text(resource, "namespace"), resource.path("name").asString("")));
    }

    String templateUid() {
        return tree.path("spec").path("resource").path("uid").asString("");
    }

    public boolean isDeleting() {
        return Metadata.of(tree).isDeleting();
    }

    /** The clusters decided on, with shares; those of requirers too, without. */
    public Map<String, OptionalInt> clusters() {
        Map<String, OptionalInt> clusters = new TreeMap<>();
        for (JsonNode requirer : tree.path("spec").path("requiredBy")) {
            for (JsonNode cluster : requirer.path("clusters")) {
                clusters.put(cluster.path("name").asString(""), OptionalInt.empty());
            }
        }
        ownTargets().forEach(target -> clusters.put(target.cluster(), target.replicas()));
        return clusters;
    }

    List<Requirer> requiredBy() {
        List<Requirer> requirers = new ArrayList<>();
        for (JsonNode requirer : tree.path("spec").path("requiredBy")) {
            Set<String> clusters = new TreeSet<>();
            requirer.path("clusters").forEach(c -> clusters.add(c.path("name").asString("")));
            ObjectKey key =
                    new ObjectKey(
                            Json.text(requirer, "namespace"), requirer.path("name").asString(""));
            requirers.add(new Requirer(key, clusters));
        }
        return requirers;
    }

    /** The inventory: every cluster that may hold the object. */
    public Set<String> placed() {
        Set<String> placed = new TreeSet<>();
        for (String finalizer : Metadata.of(tree).finalizers()) {
            if (finalizer.startsWith(PLACED)) {
                placed.add(finalizer.substring(PLACED.length()));
            }
        }
        return placed;
    }

    /** What it was decided by; null where only requirers decided. */
    @Nullable Terms terms() {
        return tree.path("spec").has("placement") ? Terms.of(tree.path("spec")) : null;
    }

    /** The group of clusters that was taken, or empty. */
    public String affinity() {
        return annotation(AFFINITY);
    }

    /** Whether the application is to be tried elsewhere where it does not get well. */
    public boolean failsOver() {
        return tree.path("spec").path("failover").has("application");
    }

    /** Copies that wait to be given up. */
    public List<EvictionTask> evictions() {
        return EvictionTask.of(tree.path("spec"));
    }

    /** What clusters run for now: their share, and what they keep until others have theirs. */
    Map<String, OptionalInt> holdings() {
        Map<String, OptionalInt> holdings = clusters();
        for (EvictionTask task : evictions()) {
            holdings.computeIfPresent(
                    task.fromCluster(),
                    (cluster, share) ->
                            share.isPresent()
                                    ? OptionalInt.of(share.getAsInt() + task.replicas().orElse(0))
                                    : share);
        }
        return holdings;
    }

    /** Copies that wait to be given up altogether. */
    List<EvictionTask> departures() {
        Set<String> clusters = clusters().keySet();
        return evictions().stream().filter(task -> !clusters.contains(task.fromCluster())).toList();
    }

    boolean evicts(String cluster) {
        return evictions().stream().anyMatch(task -> task.fromCluster().equals(cluster));
    }

    /** Where the object was before it fled; null where it did not, or will not go back. */
    @Nullable Previous beforeFlight() {
        String text = annotation(BEFORE_FLIGHT);
        return text.isEmpty()
                ? null
                : Previous.of(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Clusters that may still hold a copy whose successors were seen healthy elsewhere. */
    Set<String> succeeded() {
        String text = annotation(SUCCEEDED);
        return text.isEmpty() ? Set.of() : Set.of(text.split(","));
    }

    /** Clusters that are to lose the object although neither was deleted, and nothing moved. */
    public Set<String> forsaken() {
        Set<String> forsaken = placed();
        forsaken.removeAll(clusters().keySet());
        forsaken.removeAll(succeeded());
        evictions().forEach(task -> forsaken.remove(task.fromCluster()));
        return forsaken;
    }

    /** Where the application failed, and at which generation of the template. */
    Map<String, Long> failedIn() {
        String text = annotation(FAILED_IN);
        Map<String, Long> failed = new TreeMap<>();
        if (!text.isEmpty()) {
            Json.parse(text.getBytes(StandardCharsets.UTF_8))
                    .properties()
                    .forEach(entry -> failed.put(entry.getKey(), entry.getValue().asLong(0)));
        }
        return failed;
    }

    /** When it was placed anew at the latest; the epoch for never. */
    public Instant rescheduled() {
        try {
            return Instant.parse(tree.path("spec").path("rescheduleTriggeredAt").asString(""));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** How urgent it was by its policy; empty where that did not say. */
    OptionalInt priority() {
        JsonNode priority = tree.path("spec").path("schedulePriority").path("priority");
        return priority.isNumber() ? OptionalInt.of(priority.asInt()) : OptionalInt.empty();
    }

    /** Labels that copies take along from where they had to leave, by cluster. */
    Map<String, Map<String, String>> luggage() {
        String text = annotation(PRESERVED_STATE);
        return text.isEmpty()
                ? Map.of()
                : StatePreservation.read(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same after a decision. */
    Map<String, Map<String, String>> luggage(Terms terms, Decision decision) {
        return decision.result() instanceof Decision.Result.Unschedulable
                ? luggage()
                : new Luggage(terms, this::lastStatus).plan(luggage(), ownTargets(), decision);
    }

    /** The object's status in a cluster as it was last seen. */
    private JsonNode lastStatus(String cluster) {
        for (JsonNode item : tree.path("status").path("aggregatedStatus")) {
            if (item.path("clusterName").asString("").equals(cluster)) {
                return item.path("status");
            }
        }
        return Json.object();
    }

    /** The template that a lazy policy was applied to, as a hash, or empty. */
    String basis() {
        return annotation(BASIS);
    }

    private String annotation(String name) {
        return Objects.requireNonNullElse(Metadata.of(tree).annotation(name), "");
    }

    /** What the next decision departs from. */
    public Previous previous() {
        Map<String, Integer> shares = new TreeMap<>();
        for (Target target : ownTargets()) {
            shares.put(target.cluster(), target.replicas().orElse(0));
        }
        return new Previous(shares, affinity());
    }

    /** The clusters that it was placed in itself, each with its share. */
    public List<Target> ownTargets() {
        List<Target> targets = new ArrayList<>();
        for (JsonNode target : tree.path("spec").path("clusters")) {
            targets.add(
                    new Target(
                            target.path("name").asString(""),
                            target.has("replicas")
                                    ? OptionalInt.of(target.path("replicas").asInt(0))
                                    : OptionalInt.empty()));
        }
        return targets;
    }

    /** The policy that decided; null where only a requirer did. */
    public @Nullable ObjectKey policy() {
        Metadata metadata = Metadata.of(tree);
        String name = metadata.annotation(POLICY_NAME);
        if (name != null) {
            return new ObjectKey(metadata.annotation(POLICY_NAMESPACE), name);
        }
        String cluster = metadata.annotation(CLUSTER_POLICY_NAME);
        return cluster == null ? null : ObjectKey.cluster(cluster);
    }

    boolean propagateDeps() {
        return tree.path("spec").path("propagateDeps").asBoolean(false);
    }

    Policy.ConflictResolution conflictResolution() {
        return Policy.ConflictResolution.of(tree.path("spec").path("conflictResolution"));
    }

    Policy.Deletion deletion() {
        return Terms.of(tree.path("spec")).deletion();
    }

    /** Whether the clusters share the replicas, rather than each running them all. */
    boolean isDivided() {
        Terms terms = terms();
        return terms != null
                && !(terms.rules().scheduling() instanceof ReplicaScheduling.Duplicated);
    }

    /** Whether the clusters share the replicas by the room they have. */
    public boolean heedsRoom() {
        Terms terms = terms();
        return terms != null && terms.rules().scheduling().heedsRoom();
    }

    boolean suspends(String cluster) {
        return Terms.of(tree.path("spec")).suspension().holds(cluster);
    }

    /** The object to write: content, and finalizers for every cluster it may be in. */
    static ObjectNode write(
            Template template, Content content, @Nullable Binding before, Set<String> placed) {
        ObjectKey key = before == null ? keyOf(template) : before.key();
        ObjectNode object = Json.object().put("apiVersion", FederationKinds.WORK_API);
        boolean namespaced = key.namespace() != null;
        object.put("kind", namespaced ? "ResourceBinding" : "ClusterResourceBinding");
        ObjectNode metadata = object.putObject("metadata").put("name", key.name());
        if (namespaced) {
            metadata.put("namespace", key.namespace());
        }
        if (before != null) {
            metadata.put("resourceVersion", Metadata.of(before.tree).resourceVersion());
        }
        annotate(metadata, content);
        ArrayNode finalizers = metadata.putArray("finalizers");
        new TreeSet<>(placed).forEach(cluster -> finalizers.add(PLACED + cluster));
        object.set("spec", spec(template, content));
        return object;
    }

    private static void annotate(ObjectNode metadata, Content content) {
        ObjectNode annotations = Json.object();
        ObjectKey policy = content.policy();
        if (policy != null && policy.namespace() == null) {
            annotations.put(CLUSTER_POLICY_NAME, policy.name());
        } else if (policy != null) {
            annotations.put(POLICY_NAMESPACE, policy.namespace()).put(POLICY_NAME, policy.name());
        }
        if (!content.affinity().isEmpty()) {
            annotations.put(AFFINITY, content.affinity());
        }
        if (!content.basis().isEmpty()) {
            annotations.put(BASIS, content.basis());
        }
        if (content.beforeFlight() != null) {
            annotations.put(BEFORE_FLIGHT, content.beforeFlight().tree().toString());
        }
        if (!content.succeeded().isEmpty()) {
            annotations.put(SUCCEEDED, String.join(",", new TreeSet<>(content.succeeded())));
        }
        if (!content.luggage().isEmpty()) {
            annotations.put(PRESERVED_STATE, StatePreservation.tree(content.luggage()).toString());
        }
        if (!content.failedIn().isEmpty()) {
            ObjectNode failed = Json.object();
            new TreeMap<>(content.failedIn()).forEach(failed::put);
            annotations.put(FAILED_IN, failed.toString());
        }
        if (!annotations.isEmpty()) {
            metadata.set("annotations", annotations);
        }
    }

    private static ObjectNode spec(Template template, Content content) {
        ObjectNode spec = Json.object();
        ObjectNode resource = spec.putObject("resource");
        resource.put("apiVersion", template.kind().apiVersion());
        resource.put("kind", template.kind().kind());
        if (template.key().namespace() != null) {
            resource.put("namespace", template.key().namespace());
        }
        resource.put("name", template.key().name()).put("uid", content.templateUid());
        content.replicas().ifPresent(replicas -> spec.put("replicas", replicas));
        targets(spec, content.targets());
        requirers(spec, content.requiredBy());
        spec.put("schedulerName", "default-scheduler");
        content.priority()
                .ifPresent(
                        priority -> spec.putObject("schedulePriority").put("priority", priority));
        if (content.rescheduled().isAfter(Instant.EPOCH)) {
            spec.put("rescheduleTriggeredAt", Timestamps.seconds(content.rescheduled()));
        }
        if (content.terms() != null) {
            content.terms().write(spec);
        }
        EvictionTask.write(content.evictions(), spec);
        return spec;
    }

    private static void targets(ObjectNode spec, List<Target> targets) {
        if (targets.isEmpty()) {
            return;
        }
        ArrayNode list = spec.putArray("clusters");
        for (Target target : targets) {
            ObjectNode item = list.addObject().put("name", target.cluster());
            target.replicas().ifPresent(replicas -> item.put("replicas", replicas));
        }
    }

    private static void requirers(ObjectNode spec, List<Requirer> requirers) {
        if (requirers.isEmpty()) {
            return;
        }
        ArrayNode list = spec.putArray("requiredBy");
        List<Requirer> ordered = new ArrayList<>(requirers);
        ordered.sort(java.util.Comparator.comparing(Requirer::binding));
        for (Requirer requirer : ordered) {
            ObjectNode item = list.addObject();
            if (requirer.binding().namespace() != null) {
                item.put("namespace", requirer.binding().namespace());
            }
            item.put("name", requirer.binding().name());
            ArrayNode clusters = item.putArray("clusters");
            new TreeSet<>(requirer.clusters())
                    .forEach(cluster -> clusters.addObject().put("name", cluster));
        }
    }

    /** Whether writing {@code next} would change nothing that the engine decides. */
    boolean says(ObjectNode next) {
        return tree.path("spec").equals(next.path("spec"))
                && Metadata.of(tree).finalizers().equals(Metadata.of(next).finalizers())
                && Metadata.of(tree).annotations().equals(Metadata.of(next).annotations());
    }
}
