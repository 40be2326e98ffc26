package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.pod.Backoff;
import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.pod.Preparation;
import io.pinisi.cluster.node.runtime.ImageStore;
import io.pinisi.cluster.node.runtime.RegistryLogin;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.node.runtime.StoredImage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Has a container's image by its pull policy, telling the pod's owner on the way. */
final class ImagePuller {
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[0-9]+)?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*"
                            + "(?::[\\w][\\w.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,})?");

    private final ImageStore images;
    private final PodObjects objects;
    private final EventRecorder events;
    private final InstantSource clock;

    ImagePuller(ImageStore images, PodObjects objects, EventRecorder events, InstantSource clock) {
        this.images = images;
        this.objects = objects;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param previous how long failed pulls of this container have been put off so far
     */
    Preparation prepare(Pod pod, ContainerDefinition container, @Nullable Backoff previous) {
        String image = container.image();
        if (!REFERENCE.matcher(image).matches()) {
            return refused(
                    pod,
                    container,
                    "InvalidImageName",
                    "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": invalid reference format"
                            .formatted(image, image));
        }
        try {
            Optional<StoredImage> present = images.find(image);
            return switch (container.pullPolicy()) {
                case NEVER ->
                        present.<Preparation>map(found -> present(pod, container, found))
                                .orElseGet(() -> never(pod, container));
                case IF_NOT_PRESENT ->
                        present.<Preparation>map(found -> present(pod, container, found))
                                .orElseGet(() -> pull(pod, container, previous));
                case ALWAYS -> pull(pod, container, previous);
            };
        } catch (RuntimeFailure e) {
            return failed(
                    pod, container, previous, "ImageInspectError", String.valueOf(e.getMessage()));
        }
    }

    private Preparation present(Pod pod, ContainerDefinition container, StoredImage image) {
        normal(
                pod,
                container,
                "Pulled",
                "Container image \"%s\" already present on machine".formatted(container.image()));
        return new Preparation.ImageReady(image.id(), image.user());
    }

    private Preparation never(Pod pod, ContainerDefinition container) {
        return refused(
                pod,
                container,
                "ErrImageNeverPull",
                "Container image \"%s\" is not present with pull policy of Never"
                        .formatted(container.image()));
    }

    private Preparation refused(
            Pod pod, ContainerDefinition container, String reason, String message) {
        warning(pod, container, reason, message);
        Instant now = clock.instant();
        return new Preparation.Trouble(reason, message, now, now.plusSeconds(10));
    }

    private Preparation pull(Pod pod, ContainerDefinition container, @Nullable Backoff previous) {
        String image = container.image();
        normal(pod, container, "Pulling", "Pulling image \"%s\"".formatted(image));
        Instant begun = clock.instant();
        try {
            String reference = images.pull(image, login(pod, image));
            Duration took = Duration.between(begun, clock.instant());
            Optional<StoredImage> stored = images.find(reference);
            normal(
                    pod,
                    container,
                    "Pulled",
                    "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
                            .formatted(
                                    image,
                                    text(took),
                                    text(took),
                                    stored.map(StoredImage::size).orElse(0L)));
            return new Preparation.ImageReady(
                    reference, stored.map(StoredImage::user).orElse(null));
        } catch (RuntimeFailure e) {
            warning(
                    pod,
                    container,
                    "Failed",
                    "Failed to pull image \"%s\": %s".formatted(image, e.getMessage()));
            return failed(pod, container, previous, "ErrImagePull", String.valueOf(e.getMessage()));
        }
    }

    private Preparation failed(
            Pod pod,
            ContainerDefinition container,
            @Nullable Backoff previous,
            String reason,
            String message) {
        warning(pod, container, "Failed", "Error: " + reason);
        Instant now = clock.instant();
        return new Preparation.PullFailed(
                container.image(), reason, message, now, Backoff.next(previous, now, now));
    }

    private RegistryLogin login(Pod pod, String image) {
        return PullSecrets.find(pod, image, objects).orElse(RegistryLogin.NONE);
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1000
                ? duration.toMillis() + "ms"
                : "%.3fs".formatted(duration.toMillis() / 1000.0);
    }

    private void normal(Pod pod, ContainerDefinition container, String reason, String message) {
        events.tell(pod.tree(), container.fieldPath(), EventRecorder.Type.NORMAL, reason, message);
    }

    private void warning(Pod pod, ContainerDefinition container, String reason, String message) {
        events.tell(pod.tree(), container.fieldPath(), EventRecorder.Type.WARNING, reason, message);
    }
}
