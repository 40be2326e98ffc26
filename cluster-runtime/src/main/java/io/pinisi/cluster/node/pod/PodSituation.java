package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import io.pinisi.cluster.node.runtime.PodObservation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a pod at one moment.
 *
 * @param preparations by container name
 * @param health by container id
 * @param backoffs by container name
 * @param sandboxTrouble why there is no sandbox yet
 * @param resize whether the pod's resources are all that it wants
 */
public record PodSituation(
        Pod pod,
        PodObservation observed,
        Map<String, Preparation> preparations,
        Map<String, Health> health,
        Map<String, Backoff> backoffs,
        Optional<Preparation.Trouble> sandboxTrouble,
        Resize resize,
        Instant now) {
    public PodSituation {
        preparations = Map.copyOf(preparations);
        health = Map.copyOf(health);
        backoffs = Map.copyOf(backoffs);
    }

    Optional<ObservedSandbox> readySandbox() {
        return observed.newestSandbox().filter(ObservedSandbox::ready);
    }

    /** The newest container of a definition inside the newest sandbox. */
    Optional<ObservedContainer> current(ContainerDefinition container) {
        Optional<ObservedSandbox> sandbox = observed.newestSandbox();
        return observed.newest(container.name())
                .filter(seen -> sandbox.isEmpty() || seen.sandboxId().equals(sandbox.get().id()));
    }

    /** Whether other resources than the container has mean that it is started anew. */
    boolean restartsToResize(ContainerDefinition container, ObservedContainer seen) {
        return container.restartsFor(Limits.changes(pod, container, seen));
    }

    Health health(ContainerDefinition container, ObservedContainer seen) {
        Health known = health.get(seen.id());
        return known == null ? Health.initial(container) : known;
    }

    /** Whether the init containers have all done their part in the newest sandbox. */
    boolean initialized() {
        if (pod.mainContainers().stream().anyMatch(c -> current(c).isPresent())) {
            return true;
        }
        for (ContainerDefinition container : pod.initContainers()) {
            Optional<ObservedContainer> seen = current(container);
            if (seen.isEmpty() || !done(container, seen.get())) {
                return false;
            }
        }
        return true;
    }

    boolean done(ContainerDefinition container, ObservedContainer seen) {
        return container.kind() == ContainerDefinition.Kind.SIDECAR
                ? seen.running() && health(container, seen).started()
                : seen.state() == ObservedContainer.State.EXITED && seen.exitCode() == 0;
    }

    /** Whether an init container failed for good. */
    boolean initFailed() {
        return pod.initContainers().stream()
                .anyMatch(
                        c ->
                                c.kind() == ContainerDefinition.Kind.INIT
                                        && current(c)
                                                .filter(ObservedContainer::ended)
                                                .filter(seen -> seen.exitCode() != 0)
                                                .filter(
                                                        seen ->
                                                                !c.restartPolicy(pod)
                                                                        .restarts(seen.exitCode()))
                                                .isPresent());
    }

    /** Whether no main container runs or will ever run again. */
    boolean over() {
        if (pod.isTerminal() || initFailed()) {
            return true;
        }
        return pod.mainContainers().stream()
                .allMatch(
                        c ->
                                observed.newest(c.name())
                                        .filter(ObservedContainer::ended)
                                        .filter(seen -> !restartsToResize(c, seen))
                                        .filter(
                                                seen ->
                                                        !c.restartPolicy(pod)
                                                                .restarts(seen.exitCode()))
                                        .isPresent());
    }
}
