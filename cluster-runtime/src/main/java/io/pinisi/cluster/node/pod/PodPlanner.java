package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a pod needs next. Called again after everything that happens, so it says only what
 * can be done at once, not the whole way.
 */
public final class PodPlanner {
    /** Of one name: the one that counts and the one before it, for {@code logs --previous}. */
    private static final int KEPT_CONTAINERS = 2;

    private static final int KEPT_SANDBOXES = 2;

    private final PodSituation situation;
    private final List<PodAction> actions = new ArrayList<>();
    private @Nullable Instant wakeAt;

    private PodPlanner(PodSituation situation) {
        this.situation = situation;
    }

    public static PodPlan plan(PodSituation situation) {
        PodPlanner planner = new PodPlanner(situation);
        if (situation.pod().isDeleting()) {
            planner.end();
        } else if (situation.over()) {
            planner.retire();
        } else {
            planner.sustain();
            planner.tidy();
        }
        return new PodPlan(planner.actions, Optional.ofNullable(planner.wakeAt));
    }

    /** The pod is to go: containers, then surroundings, then the object. */
    private void end() {
        if (stopRunning()) {
            return;
        }
        List<ObservedSandbox> sandboxes = situation.observed().sandboxes();
        Optional<ObservedSandbox> ready =
                sandboxes.stream().filter(ObservedSandbox::ready).findFirst();
        if (ready.isPresent()) {
            actions.add(new PodAction.StopSandbox(ready.get()));
            return;
        }
        actions.add(new PodAction.Finish());
    }

    /** The pod is over: what still runs goes, logs and exit codes stay. */
    private void retire() {
        if (stopRunning()) {
            return;
        }
        situation.readySandbox().ifPresent(s -> actions.add(new PodAction.StopSandbox(s)));
    }

    /** Main containers first; sidecars serve them to the end and go last, the last first. */
    private boolean stopRunning() {
        List<ContainerDefinition> mains = new ArrayList<>();
        List<ContainerDefinition> sidecars = new ArrayList<>();
        for (ContainerDefinition container : situation.pod().containers()) {
            if (running(container).isPresent()) {
                if (container.kind() == ContainerDefinition.Kind.SIDECAR) {
                    sidecars.addFirst(container);
                } else {
                    mains.add(container);
                }
            }
        }
        if (!mains.isEmpty()) {
            mains.forEach(this::stop);
        } else if (!sidecars.isEmpty()) {
            stop(sidecars.getFirst());
        }
        return !actions.isEmpty();
    }

    private Optional<ObservedContainer> running(ContainerDefinition container) {
        return situation.observed().all(container.name()).stream()
                .filter(ObservedContainer::running)
                .findFirst();
    }

    private void stop(ContainerDefinition container) {
        running(container)
                .ifPresent(
                        seen ->
                                actions.add(
                                        new PodAction.StopContainer(
                                                container,
                                                seen,
                                                situation.pod().grace(),
                                                "Stopping container " + container.name())));
    }

    private void sustain() {
        Optional<ObservedSandbox> sandbox = situation.readySandbox();
        if (sandbox.isEmpty()) {
            replaceSandbox();
            return;
        }
        if (!initialize(sandbox.get())) {
            return;
        }
        for (ContainerDefinition container : situation.pod().containers()) {
            switch (container.kind()) {
                case MAIN, SIDECAR, EPHEMERAL -> keep(container, sandbox.get());
                case INIT -> {}
            }
        }
    }

    /** Containers of a sandbox that has gone bad cannot stay either. */
    private void replaceSandbox() {
        if (stopRunning()) {
            return;
        }
        Optional<Preparation.Trouble> trouble = situation.sandboxTrouble();
        if (trouble.isPresent() && trouble.get().retryAt().isAfter(situation.now())) {
            wake(trouble.get().retryAt());
            return;
        }
        int attempt = situation.observed().newestSandbox().map(s -> s.attempt() + 1).orElse(0);
        actions.add(new PodAction.CreateSandbox(attempt));
    }

    /** Brings the init containers on by one step; true when all have done their part. */
    private boolean initialize(ObservedSandbox sandbox) {
        if (situation.initialized()) {
            return true;
        }
        for (ContainerDefinition container : situation.pod().initContainers()) {
            Optional<ObservedContainer> seen = situation.current(container);
            if (seen.isPresent() && situation.done(container, seen.get())) {
                continue;
            }
            keep(container, sandbox);
            return false;
        }
        return true;
    }

    /** Sees to it that one container runs as its definition and restart policy want. */
    private void keep(ContainerDefinition container, ObservedSandbox sandbox) {
        Optional<ObservedContainer> current = situation.current(container);
        if (current.isEmpty()) {
            begin(container, sandbox);
            return;
        }
        ObservedContainer seen = current.get();
        if (seen.running()) {
            correct(container, seen);
        } else if (seen.ended()) {
            restart(container, sandbox, seen);
        }
    }

    private void correct(ContainerDefinition container, ObservedContainer seen) {
        Health health = situation.health(container, seen);
        if (health.failed()) {
            replace(
                    container,
                    seen,
                    "Container %s failed %s probe, will be restarted"
                            .formatted(
                                    container.name(), health.started() ? "liveness" : "startup"));
        } else if (!hashOf(seen).equals(container.hash())
                && container.kind() != ContainerDefinition.Kind.INIT) {
            replace(
                    container,
                    seen,
                    "Container %s definition changed, will be restarted"
                            .formatted(container.name()));
        } else if (situation.restartsToResize(container, seen)) {
            replace(
                    container,
                    seen,
                    "Container %s resize requires restart".formatted(container.name()));
        } else if (!Limits.changes(situation.pod(), container, seen).isEmpty()) {
            actions.add(new PodAction.ResizeContainer(container, seen));
        }
    }

    private void replace(ContainerDefinition container, ObservedContainer seen, String message) {
        actions.add(new PodAction.StopContainer(container, seen, situation.pod().grace(), message));
    }

    private static String hashOf(ObservedContainer seen) {
        return seen.annotations().getOrDefault(PodAnnotations.HASH, "");
    }

    private void restart(
            ContainerDefinition container, ObservedSandbox sandbox, ObservedContainer seen) {
        boolean changed =
                !hashOf(seen).equals(container.hash())
                        || situation.restartsToResize(container, seen);
        if (!changed && !container.restartPolicy(situation.pod()).restarts(seen.exitCode())) {
            return;
        }
        Backoff backoff = situation.backoffs().get(container.name());
        Instant ended = seen.finishedAt() == null ? seen.createdAt() : seen.finishedAt();
        if (!changed && backoff != null && backoff.until(ended).isAfter(situation.now())) {
            wake(backoff.until(ended));
            return;
        }
        begin(container, sandbox);
    }

    /** Image first, then the container itself. */
    private void begin(ContainerDefinition container, ObservedSandbox sandbox) {
        Preparation preparation = situation.preparations().get(container.name());
        switch (preparation) {
            case null -> actions.add(new PodAction.PullImage(container));
            case Preparation.ImageReady image ->
                    actions.add(
                            new PodAction.StartContainer(
                                    container, sandbox, attempt(container), image));
            case Preparation.PullFailed failed -> {
                if (failed.retryAt().isAfter(situation.now())) {
                    wake(failed.waits(situation.now()) ? failed.retryAt() : failed.waitsFrom());
                } else {
                    actions.add(new PodAction.PullImage(container));
                }
            }
            case Preparation.Trouble trouble -> {
                if (trouble.retryAt().isAfter(situation.now())) {
                    wake(trouble.retryAt());
                } else {
                    actions.add(new PodAction.PullImage(container));
                }
            }
        }
    }

    private int attempt(ContainerDefinition container) {
        return situation.observed().newest(container.name()).map(c -> c.attempt() + 1).orElse(0);
    }

    private void wake(Instant at) {
        if (wakeAt == null || at.isBefore(wakeAt)) {
            wakeAt = at;
        }
    }

    private void tidy() {
        for (ContainerDefinition container : situation.pod().containers()) {
            situation.observed().all(container.name()).stream()
                    .skip(KEPT_CONTAINERS)
                    .filter(seen -> !seen.running())
                    .forEach(seen -> actions.add(new PodAction.RemoveContainer(seen)));
        }
        situation.observed().sandboxes().stream()
                .skip(KEPT_SANDBOXES)
                .filter(sandbox -> !sandbox.ready())
                .forEach(sandbox -> actions.add(new PodAction.RemoveSandbox(sandbox)));
    }
}
