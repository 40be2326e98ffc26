package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import java.time.Duration;

/** One thing to do for a pod. Actions of one {@link #subject} never run at the same time. */
public sealed interface PodAction {
    /** Lays out the volumes and makes the pod's surroundings. */
    record CreateSandbox(int attempt) implements PodAction {}

    record StopSandbox(ObservedSandbox sandbox) implements PodAction {}

    record RemoveSandbox(ObservedSandbox sandbox) implements PodAction {}

    record PullImage(ContainerDefinition container) implements PodAction {}

    record StartContainer(
            ContainerDefinition container,
            ObservedSandbox sandbox,
            int attempt,
            Preparation.ImageReady image)
            implements PodAction {}

    /**
     * @param message what the event says
     */
    record StopContainer(
            ContainerDefinition container, ObservedContainer seen, Duration grace, String message)
            implements PodAction {}

    /** Gives a running container the resources that its definition has now. */
    record ResizeContainer(ContainerDefinition container, ObservedContainer seen)
            implements PodAction {}

    record RemoveContainer(ObservedContainer seen) implements PodAction {}

    /** Takes the volumes away and tells the API that the pod is gone. */
    record Finish() implements PodAction {}

    /** What the action is done to: the pod's surroundings, or one container by name. */
    default String subject() {
        return switch (this) {
            case CreateSandbox a -> "";
            case StopSandbox a -> "";
            case Finish a -> "";
            case RemoveSandbox a -> a.sandbox().id();
            case PullImage a -> a.container().name();
            case StartContainer a -> a.container().name();
            case StopContainer a -> a.container().name();
            case ResizeContainer a -> a.container().name();
            case RemoveContainer a -> a.seen().id();
        };
    }
}
