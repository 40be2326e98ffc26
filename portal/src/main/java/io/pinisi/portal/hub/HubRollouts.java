package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.rollout.RolloutAct;
import io.pinisi.portal.rollout.RolloutDetail;
import io.pinisi.portal.rollout.RolloutDetail.Member;
import io.pinisi.portal.rollout.RolloutDetail.Past;
import io.pinisi.portal.rollout.RolloutDetail.Stage;
import io.pinisi.portal.rollout.RolloutRef;
import io.pinisi.portal.rollout.RolloutRow;
import io.pinisi.portal.rollout.RolloutService;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rollouts of the hub, read and written as the person. */
final class HubRollouts implements RolloutService {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-portal").strict();
    private static final Set<String> OVER = Set.of("Stopped", "RolledBack", "Completed");
    private static final Set<String> BACKWARD = Set.of("RollingBack", "RolledBack");

    private final People people;
    private final Changes changes;

    HubRollouts(People people, Changes changes) {
        this.people = people;
        this.changes = changes;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Page<RolloutRow> rollouts(Identity who, PageRequest page) {
        List<RolloutRow> rows =
                people
                        .hub(who)
                        .list(ResourcePath.all(FederationKinds.ROLLOUTS), ListOptions.ALL)
                        .items()
                        .stream()
                        .map(HubRollouts::row)
                        .toList();
        return page.of(
                rows,
                one -> String.join(" ", one.ref().namespace(), one.object(), one.status().word()),
                HubRollouts::order);
    }

    private static Comparator<RolloutRow> order(String key) {
        Comparator<RolloutRow> name =
                Comparator.comparing((RolloutRow one) -> one.ref().namespace())
                        .thenComparing(one -> one.ref().name());
        return switch (key) {
            case "object" -> Comparator.comparing(RolloutRow::object).thenComparing(name);
            case "namespace" -> name;
            default ->
                    Comparator.comparing((RolloutRow one) -> one.status().level())
                            .reversed()
                            .thenComparing(name);
        };
    }

    private static RolloutRow row(ObjectNode rollout) {
        JsonNode status = rollout.path("status");
        JsonNode resource = rollout.path("spec").path("resource");
        int updated = 0;
        for (JsonNode cluster : status.path("clusters")) {
            updated += Trees.text(cluster, "state").equals("Updated") ? 1 : 0;
        }
        Metadata metadata = Metadata.of(rollout);
        return new RolloutRow(
                new RolloutRef(String.valueOf(metadata.namespace()), metadata.name()),
                Trees.text(resource, "kind") + " " + Trees.text(resource, "name"),
                phase(Trees.text(status, "phase"), Trees.text(status, "message")),
                status.path("run").asInt(0),
                updated,
                status.path("clusters").size(),
                Trees.time(status, "startedAt"));
    }

    private static Status phase(String phase, String message) {
        return switch (phase) {
            case "Progressing" -> new Status(Level.PROGRESSING, "Progressing", message);
            case "Paused" -> new Status(Level.DEGRADED, "Paused", message);
            case "AwaitingApproval" -> new Status(Level.DEGRADED, "Awaiting approval", message);
            case "Failed" -> new Status(Level.FAILED, "Failed", message);
            case "Stopped" -> new Status(Level.DONE, "Stopped", message);
            case "RollingBack" -> new Status(Level.DEGRADED, "Rolling back", message);
            case "RolledBack" -> new Status(Level.DONE, "Rolled back", message);
            case "Completed" -> new Status(Level.HEALTHY, "Completed", message);
            default -> Status.of(Level.UNKNOWN, "New");
        };
    }

    @Override
    public RolloutDetail rollout(Identity who, RolloutRef ref) {
        ObjectNode rollout = people.hub(who).get(path(ref));
        JsonNode status = rollout.path("status");
        boolean may = people.view(who).mayIn("patch", FederationKinds.ROLLOUTS, ref.namespace());
        boolean own = isOwn(rollout, People.user(who).name());
        boolean waits = !Trees.text(status, "awaitedGate").isEmpty();
        Set<RolloutAct.Kind> offers = may ? offers(rollout) : EnumSet.noneOf(RolloutAct.Kind.class);
        if (own) {
            offers.remove(RolloutAct.Kind.APPROVE);
        }
        List<Member> members = members(status, offers.contains(RolloutAct.Kind.SKIP));
        return new RolloutDetail(
                row(rollout),
                Trees.text(status, "strategy"),
                Trees.text(status, "revision"),
                Trees.text(status, "stableRevision"),
                Trees.text(status, "awaitedGate"),
                texts(status.path("changedBy")),
                approvals(rollout),
                own && waits,
                stages(status),
                members,
                history(status),
                offers);
    }

    /** Those who made the change, or left clusters out of the run, open none of its gates. */
    private static boolean isOwn(ObjectNode rollout, String user) {
        JsonNode skipped = rollout.path("spec").path("skippedBy");
        int run = rollout.path("status").path("run").asInt(0);
        return texts(rollout.path("status").path("changedBy")).contains(user)
                || (skipped.path("run").asInt(0) == run
                        && texts(skipped.path("users")).contains(user));
    }

    private static List<String> approvals(ObjectNode rollout) {
        int run = rollout.path("status").path("run").asInt(0);
        List<String> lines = new ArrayList<>();
        for (JsonNode one : rollout.path("spec").path("approvals")) {
            if (one.path("run").asInt(0) == run) {
                lines.add(Trees.text(one, "gate") + " by " + Trees.text(one, "user"));
            }
        }
        return lines;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private static Set<RolloutAct.Kind> offers(ObjectNode rollout) {
        String phase = Trees.text(rollout.path("status"), "phase");
        Set<RolloutAct.Kind> offers = EnumSet.noneOf(RolloutAct.Kind.class);
        offers.add(
                rollout.path("spec").path("paused").asBoolean(false)
                        ? RolloutAct.Kind.RESUME
                        : RolloutAct.Kind.PAUSE);
        if (rollout.path("status").has("awaitedGate")) {
            offers.add(RolloutAct.Kind.APPROVE);
        }
        if (!OVER.contains(phase) && !BACKWARD.contains(phase)) {
            offers.add(RolloutAct.Kind.STOP);
            offers.add(RolloutAct.Kind.SKIP);
        }
        if (!BACKWARD.contains(phase) && hasWayBack(rollout.path("status"))) {
            offers.add(RolloutAct.Kind.ROLL_BACK);
        }
        return offers;
    }

    private static boolean hasWayBack(JsonNode status) {
        for (JsonNode cluster : status.path("clusters")) {
            String previous = Trees.text(cluster, "previousRevision");
            if (!previous.isEmpty() && !previous.equals(Trees.text(cluster, "revision"))) {
                return true;
            }
        }
        return false;
    }

    private static List<Stage> stages(JsonNode status) {
        List<Stage> stages = new ArrayList<>();
        for (JsonNode stage : status.path("stages")) {
            int clusters = stage.path("clusters").asInt(0);
            int updated = stage.path("updated").asInt(0);
            String name = Trees.text(stage, "name");
            stages.add(
                    new Stage(name, stage(status, name, updated == clusters), updated, clusters));
        }
        return stages;
    }

    private static Status stage(JsonNode status, String name, boolean done) {
        Set<String> states = new TreeSet<>();
        for (JsonNode cluster : status.path("clusters")) {
            if (Trees.text(cluster, "stage").equals(name)) {
                states.add(Trees.text(cluster, "state"));
            }
        }
        if (done) {
            return Status.healthy("Done");
        }
        if (states.contains("Failed") || states.contains("Recovering")) {
            return Status.of(Level.FAILED, "Failed");
        }
        if (states.contains("Updating") || states.contains("Soaking")) {
            return Status.of(Level.PROGRESSING, "Under way");
        }
        if (states.contains("Returning")) {
            return Status.of(Level.DEGRADED, "Going back");
        }
        return states.contains("Waiting")
                ? Status.of(Level.UNKNOWN, "Waiting")
                : Status.of(Level.DONE, "Over");
    }

    private static List<Member> members(JsonNode status, boolean skippable) {
        List<Member> members = new ArrayList<>();
        for (JsonNode cluster : status.path("clusters")) {
            String state = Trees.text(cluster, "state");
            members.add(
                    new Member(
                            Trees.text(cluster, "name"),
                            Trees.text(cluster, "stage"),
                            Status.of(level(state), state),
                            Trees.text(cluster, "revision"),
                            Trees.time(cluster, "since"),
                            skippable
                                    && Set.of("Waiting", "Failed", "Recovering").contains(state)));
        }
        return members;
    }

    private static Level level(String state) {
        return switch (state) {
            case "Updated" -> Level.HEALTHY;
            case "Updating", "Soaking" -> Level.PROGRESSING;
            case "Returning", "Recovering" -> Level.DEGRADED;
            case "Failed" -> Level.FAILED;
            case "Skipped", "Returned" -> Level.DONE;
            default -> Level.UNKNOWN;
        };
    }

    private static List<Past> history(JsonNode status) {
        List<Past> history = new ArrayList<>();
        for (JsonNode past : status.path("history")) {
            history.add(
                    new Past(
                            past.path("run").asInt(0),
                            Trees.text(past, "revision"),
                            Trees.text(past, "result"),
                            Trees.time(past, "startedAt"),
                            Trees.time(past, "finishedAt")));
        }
        return history;
    }

    @Override
    public void act(Identity who, RolloutRef ref, RolloutAct act) {
        ObjectNode patch = Json.object();
        ObjectNode spec = patch.putObject("spec");
        switch (act) {
            case RolloutAct.Approve(int run, String gate) ->
                    spec.putObject("approved").put("run", run).putArray("gates").add(gate);
            case RolloutAct.Pause() -> spec.put("paused", true);
            case RolloutAct.Resume() -> spec.put("paused", false);
            case RolloutAct.Stop(int run) -> spec.put("stopRun", run);
            case RolloutAct.RollBack(int run) -> spec.put("rollbackRun", run);
            case RolloutAct.Skip(int run, String cluster) -> {
                ObjectNode rollout = people.hub(who).get(path(ref));
                patch.putObject("metadata")
                        .put("resourceVersion", Metadata.of(rollout).resourceVersion());
                skip(rollout.path("spec").path("skip"), run, cluster, spec.putObject("skip"));
            }
        }
        people.hub(who).patch(path(ref), PatchType.MERGE, patch, WRITE);
    }

    /** Those left out of the same run before stay left out. */
    private static void skip(JsonNode before, int run, String cluster, ObjectNode skip) {
        Set<String> clusters = new TreeSet<>(Set.of(cluster));
        boolean same = before.path("run").asInt(0) == run;
        if (same) {
            before.path("clusters").forEach(one -> clusters.add(one.asString("")));
        }
        skip.put("run", run);
        ArrayNode list = skip.putArray("clusters");
        clusters.forEach(list::add);
        if (!same) {
            skip.putArray("stages");
        }
    }

    private static ResourcePath path(RolloutRef ref) {
        return ResourcePath.of(FederationKinds.ROLLOUTS, ObjectKey.of(ref.namespace(), ref.name()));
    }
}
