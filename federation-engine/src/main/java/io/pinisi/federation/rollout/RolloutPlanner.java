package io.pinisi.federation.rollout;

import io.pinisi.federation.rollout.Plan.Action;
import io.pinisi.federation.rollout.Progress.Cluster;
import io.pinisi.federation.rollout.Progress.State;
import io.pinisi.federation.rollout.Sight.View;
import io.pinisi.federation.rollout.Strategy.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says which cluster gets a change next. Pure: the same situation always has the same answer, so it
 * does not matter how often it is asked, nor whether the hub was restarted in between.
 *
 * <p>Stages come one after the other, clusters inside a stage in their order, no more at a time
 * than the stage allows. A cluster counts when it was well for as long as the stage soaks. A
 * cluster that is away holds nobody up: it keeps what it has, and its turn comes when it is back.
 */
final class RolloutPlanner {
    private final Situation situation;
    private final Strategy strategy;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Cluster> clusters = new TreeMap<>();
    private final Set<String> passed = new TreeSet<>();
    private Phase phase = Phase.PROGRESSING;
    private String message = "";
    private String awaited = "";

    private RolloutPlanner(Situation situation) {
        this.situation = situation;
        this.strategy = situation.strategy();
        this.now = situation.now();
    }

    static Plan plan(Situation situation) {
        return new RolloutPlanner(situation).plan();
    }

    private Plan plan() {
        Progress before = situation.before();
        Progress run = before == null ? first() : current(before);
        clusters.putAll(run.clusters());
        passed.addAll(run.passed());
        phase = run.phase();
        message = run.message();
        admit(run);
        observe();
        obey(run);
        if (phase.isBackward()) {
            giveBack();
        } else if (phase != Phase.STOPPED) {
            advance(run);
        }
        boolean complete = phase == Phase.COMPLETED;
        Progress next =
                new Progress(
                        run.run(),
                        run.target(),
                        complete ? run.target() : run.stable(),
                        phase,
                        message,
                        run.started(),
                        authors(run),
                        passed,
                        awaited,
                        clusters,
                        run.history());
        if (before == null || before.phase() != phase || before.run() != run.run()) {
            actions.add(new Action.Tell(phase, message));
        }
        return new Plan(next, actions, wake());
    }

    private Progress current(Progress before) {
        return Runs.current(before, situation.target(), situation.authors(), now);
    }

    /** Who made the change, as far as it is known by now. */
    private Set<String> authors(Progress run) {
        Set<String> all = new TreeSet<>(run.authors());
        all.addAll(situation.authors());
        return all;
    }

    /**
     * What is there already is the beginning; of a copy made of something else nothing is known.
     */
    private Progress first() {
        Map<String, Cluster> found = new TreeMap<>();
        boolean staged = strategy.firstPlacement() == Strategy.FirstPlacement.STAGED;
        for (Sight sight : situation.clusters()) {
            boolean free = sight.view() == View.ABSENT && !staged;
            boolean there =
                    sight.current() && (sight.view() == View.WELL || sight.view() == View.UNWELL);
            boolean has = free || there;
            String revision = has ? situation.target() : "";
            State state = has ? State.UPDATED : State.WAITING;
            found.put(
                    sight.name(),
                    new Cluster(stage(sight), revision, revision, state, now, Instant.EPOCH));
        }
        return new Progress(
                1,
                situation.target(),
                "",
                Phase.PROGRESSING,
                "",
                now,
                situation.authors(),
                Set.of(),
                "",
                found,
                List.of());
    }

    private String stage(Sight sight) {
        return strategy.stageOf(sight.cluster()).name();
    }

    /**
     * A cluster that joins in the middle of a run has what the others had before it, and its turn
     * comes; where there is no such revision, it waits for its turn with nothing.
     */
    private void admit(Progress run) {
        clusters.keySet().removeIf(name -> situation.sight(name).isEmpty());
        for (Sight sight : situation.clusters()) {
            Cluster known = clusters.get(sight.name());
            clusters.put(
                    sight.name(), known == null ? newcomer(sight, run) : known.in(stage(sight)));
        }
    }

    private Cluster newcomer(Sight sight, Progress run) {
        boolean settled = run.phase() == Phase.COMPLETED || run.stable().equals(run.target());
        String revision = settled ? run.target() : run.stable();
        return new Cluster(
                stage(sight),
                revision,
                revision,
                settled ? State.UPDATED : State.WAITING,
                now,
                Instant.EPOCH);
    }

    private void observe() {
        for (Sight sight : situation.clusters()) {
            Cluster cluster = cluster(sight.name());
            Stage stage = strategy.stage(cluster.stage()).orElse(Strategy.OTHERS);
            clusters.put(sight.name(), judged(cluster, stage, sight.view() == View.WELL));
        }
    }

    private Cluster judged(Cluster cluster, Stage stage, boolean well) {
        return switch (cluster.state()) {
            case UPDATING -> {
                if (well) {
                    yield soaking(cluster.to(State.SOAKING, now), stage);
                }
                boolean late = !now.isBefore(cluster.begun().plus(strategy.deadline()));
                yield late ? cluster.to(State.FAILED, now) : cluster;
            }
            case FAILED -> well ? soaking(cluster.to(State.RECOVERING, now), stage) : cluster;
            case SOAKING -> well ? soaking(cluster, stage) : cluster.to(State.UPDATING, now);
            case RECOVERING -> well ? soaking(cluster, stage) : cluster.to(State.FAILED, now);
            case RETURNING -> well ? cluster.to(State.RETURNED, now) : cluster;
            case WAITING, UPDATED, SKIPPED, RETURNED -> cluster;
        };
    }

    private Cluster soaking(Cluster cluster, Stage stage) {
        boolean soaked = !now.isBefore(cluster.since().plus(stage.soak()));
        return soaked ? cluster.to(State.UPDATED, now) : cluster;
    }

    /** What people want comes before what the strategy says. */
    private void obey(Progress run) {
        Control control = situation.control();
        if (control.rollbackRun() == run.run() && !phase.isBackward()) {
            phase = Phase.ROLLING_BACK;
            message = "";
            return;
        }
        if (phase.isOver() || phase.isBackward()) {
            return;
        }
        if (control.stopRun() == run.run()) {
            phase = Phase.STOPPED;
            message = "stopped; every cluster keeps what it has";
            return;
        }
        clusters.replaceAll(
                (name, cluster) ->
                        control.skips(run.run(), cluster.stage(), name)
                                        && (cluster.state() == State.WAITING
                                                || cluster.state().isFailure())
                                ? cluster.to(State.SKIPPED, now)
                                : cluster);
    }

    private void advance(Progress run) {
        if (phase == Phase.COMPLETED && isComplete()) {
            return;
        }
        List<String> failed = failed();
        if (failed.size() > strategy.maxFailures().of(clusters.size())) {
            message = "not well in time: " + String.join(", ", failed);
            boolean back = strategy.onFailure() == Strategy.OnFailure.ROLL_BACK;
            phase = back ? Phase.ROLLING_BACK : Phase.FAILED;
            if (back) {
                giveBack();
            }
            return;
        }
        if (situation.control().paused() && !isComplete()) {
            phase = Phase.PAUSED;
            message = "paused; nothing more is changed until it is resumed";
            return;
        }
        phase = Phase.PROGRESSING;
        message = "";
        for (Stage stage : strategy.inOrder()) {
            if (!walk(stage, run)) {
                return;
            }
        }
        finish();
    }

    private boolean isComplete() {
        return clusters.values().stream()
                .noneMatch(one -> one.state() == State.WAITING || one.state().isActive());
    }

    /** Returns whether the next stage may be looked at. */
    private boolean walk(Stage stage, Progress run) {
        List<Sight> members =
                situation.clusters().stream()
                        .filter(sight -> cluster(sight.name()).stage().equals(stage.name()))
                        .toList();
        List<Sight> waiting =
                members.stream()
                        .filter(sight -> cluster(sight.name()).state() == State.WAITING)
                        .filter(Sight::isThere)
                        .sorted(Comparator.comparing(Sight::cluster, stage.order()))
                        .toList();
        if (!waiting.isEmpty() && !start(stage, members, waiting, run)) {
            return false;
        }
        List<String> active = active(members);
        if (!active.isEmpty()) {
            message = "stage " + stage.name() + ": " + String.join(", ", active);
            return false;
        }
        boolean begun = members.stream().anyMatch(one -> isBehind(cluster(one.name())));
        return !begun || isOpen(stage, Gate.Side.AFTER, run);
    }

    /** Leaving a whole stage out is no way round the gate behind it. */
    private static boolean isBehind(Cluster cluster) {
        return cluster.wasBegun() || cluster.state() == State.SKIPPED;
    }

    /** Returns false where a gate is closed or something is not well. */
    private boolean start(Stage stage, List<Sight> members, List<Sight> waiting, Progress run) {
        if (!isOpen(stage, Gate.Side.BEFORE, run)) {
            return false;
        }
        List<String> relapsed = relapsed();
        if (!relapsed.isEmpty()) {
            message = "waits: not well any more in " + String.join(", ", relapsed);
            return false;
        }
        int free = stage.concurrency().atLeastOne(members.size()) - active(members).size();
        for (Sight sight : waiting.subList(0, Math.clamp(free, 0, waiting.size()))) {
            give(sight.name(), run);
        }
        return true;
    }

    private void give(String name, Progress run) {
        Cluster cluster = cluster(name);
        clusters.put(name, cluster.given(run.target(), State.UPDATING, now));
        actions.add(new Action.Give(name, cluster.stage(), run.target()));
    }

    private List<String> active(List<Sight> members) {
        return members.stream()
                .map(Sight::name)
                .filter(name -> cluster(name).state().isActive())
                .toList();
    }

    /** Clusters that had the change and were well, and are not now. */
    private List<String> relapsed() {
        return situation.clusters().stream()
                .filter(one -> one.view() == View.ABSENT || one.view() == View.UNWELL)
                .map(Sight::name)
                .filter(name -> cluster(name).state() == State.UPDATED)
                .filter(name -> cluster(name).wasBegun())
                .toList();
    }

    private boolean isOpen(Stage stage, Gate.Side side, Progress run) {
        Gate gate = new Gate(stage.name(), side);
        if (!stage.approvals().contains(side) || passed.contains(gate.id())) {
            return true;
        }
        Set<String> authors = authors(run);
        if (situation.control().opens(run.run(), gate, authors, now)) {
            passed.add(gate.id());
            return true;
        }
        phase = Phase.AWAITING_APPROVAL;
        message =
                "waits for approval "
                        + gate
                        + situation
                                .control()
                                .expired(run.run(), gate, authors, now)
                                .map(one -> "; that of " + one.user() + " has expired")
                                .orElse("");
        awaited = gate.id();
        return false;
    }

    private void finish() {
        List<String> away = named(State.WAITING);
        if (!away.isEmpty()) {
            message = "waits for clusters that are away: " + String.join(", ", away);
            return;
        }
        phase = Phase.COMPLETED;
        List<String> left = new ArrayList<>(failed());
        left.addAll(named(State.SKIPPED));
        message = left.isEmpty() ? "" : "without " + String.join(", ", left);
    }

    /** Last come, first returned; each stage as fast as it went forward, without asking anybody. */
    private void giveBack() {
        phase = Phase.ROLLING_BACK;
        for (Stage stage : strategy.inOrder()) {
            List<Sight> members =
                    situation.clusters().stream()
                            .filter(sight -> cluster(sight.name()).stage().equals(stage.name()))
                            .sorted(Comparator.comparing(Sight::cluster, stage.order().reversed()))
                            .toList();
            int free = stage.concurrency().atLeastOne(members.size()) - returning(members);
            for (Sight sight : members) {
                if (isToReturn(cluster(sight.name())) && (free > 0 || !sight.isThere())) {
                    takeBack(sight.name());
                    free -= sight.isThere() ? 1 : 0;
                }
            }
        }
        boolean over =
                clusters.values().stream()
                        .noneMatch(one -> isToReturn(one) || one.state() == State.RETURNING);
        if (over) {
            phase = Phase.ROLLED_BACK;
        }
    }

    private boolean isToReturn(Cluster cluster) {
        return !cluster.previous().isEmpty() && !cluster.previous().equals(cluster.revision());
    }

    private int returning(List<Sight> members) {
        return (int)
                members.stream()
                        .filter(Sight::isThere)
                        .filter(one -> cluster(one.name()).state() == State.RETURNING)
                        .count();
    }

    private void takeBack(String name) {
        Cluster cluster = cluster(name);
        clusters.put(name, cluster.given(cluster.previous(), State.RETURNING, now));
        actions.add(new Action.TakeBack(name, cluster.previous()));
    }

    private Cluster cluster(String name) {
        Cluster cluster = clusters.get(name);
        if (cluster == null) {
            throw new IllegalStateException("no such cluster in the rollout: " + name);
        }
        return cluster;
    }

    private List<String> named(State state) {
        return clusters.entrySet().stream()
                .filter(entry -> entry.getValue().state() == state)
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> failed() {
        List<String> failed = new ArrayList<>(named(State.FAILED));
        failed.addAll(named(State.RECOVERING));
        return failed;
    }

    /** The end of a soak, or of somebody's patience. */
    private Optional<Instant> wake() {
        return clusters.values().stream()
                .flatMap(
                        one -> {
                            Stage stage = strategy.stage(one.stage()).orElse(Strategy.OTHERS);
                            return switch (one.state()) {
                                case UPDATING ->
                                        Optional.of(one.begun().plus(strategy.deadline())).stream();
                                case SOAKING, RECOVERING ->
                                        Optional.of(one.since().plus(stage.soak())).stream();
                                default -> Optional.<Instant>empty().stream();
                            };
                        })
                .min(Comparator.naturalOrder());
    }
}
