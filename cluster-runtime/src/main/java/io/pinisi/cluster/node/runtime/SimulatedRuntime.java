package io.pinisi.cluster.node.runtime;

import io.pinisi.cluster.network.address.Cidr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs nothing and says so: for machines that can run no containers, and for tests of scale.
 * Containers run as soon as they are started and end only when asked to.
 *
 * <p>Thread-safe; everything is guarded by {@code this}.
 */
public final class SimulatedRuntime implements ContainerRuntime, ImageStore, ContainerAccess {
    private static final String REASON =
            "this node only simulates containers: nothing runs in the pod";
    private static final int FIRST_HOST = 2;

    private final Cidr pods;
    private final Duration startTakes;
    private final InstantSource clock;
    private final Map<String, ObservedSandbox> sandboxes = new HashMap<>();
    private final Map<String, ObservedContainer> containers = new HashMap<>();
    private final Map<String, StoredImage> images = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();
    private long lastId;

    /**
     * @param pods where pods' addresses come from; no traffic ever reaches them
     * @param startTakes how long a container takes to start
     */
    public SimulatedRuntime(Cidr pods, Duration startTakes, InstantSource clock) {
        this.pods = pods;
        this.startTakes = startTakes;
        this.clock = clock;
    }

    @Override
    public RuntimeInfo info() {
        return new RuntimeInfo("simulated", "1", "");
    }

    @Override
    public synchronized Map<String, Pulse> pulses() {
        Map<String, Pulse> pulses = new HashMap<>();
        sandboxes
                .values()
                .forEach(s -> pulses.put(s.id(), new Pulse(s.pod().uid(), "" + s.ready())));
        containers
                .values()
                .forEach(
                        c -> {
                            ObservedSandbox sandbox = sandboxes.get(c.sandboxId());
                            if (sandbox != null) {
                                pulses.put(
                                        c.id(), new Pulse(sandbox.pod().uid(), c.state().name()));
                            }
                        });
        return pulses;
    }

    @Override
    public synchronized PodObservation observe(String podUid) {
        List<ObservedSandbox> own =
                sandboxes.values().stream()
                        .filter(s -> s.pod().uid().equals(podUid))
                        .sorted(Comparator.comparingInt(ObservedSandbox::attempt).reversed())
                        .toList();
        Set<String> ids = new HashSet<>();
        own.forEach(s -> ids.add(s.id()));
        return new PodObservation(
                own,
                containers.values().stream()
                        .filter(c -> ids.contains(c.sandboxId()))
                        .sorted(Comparator.comparingInt(ObservedContainer::attempt).reversed())
                        .toList());
    }

    @Override
    public synchronized String runSandbox(SandboxSpec spec) {
        String id = newId();
        String address = spec.namespaces().hostNetwork() ? "" : freeAddress();
        sandboxes.put(
                id,
                new ObservedSandbox(
                        id, spec.pod(), spec.attempt(), true, clock.instant(), address));
        return id;
    }

    private String newId() {
        return "simulated-%012d".formatted(++lastId);
    }

    private String freeAddress() {
        int hosts = (1 << (32 - pods.prefix())) - 1;
        for (int i = FIRST_HOST; i < hosts; i++) {
            if (addresses.add(pods.host(i))) {
                return pods.host(i);
            }
        }
        throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, "no free address in " + pods);
    }

    @Override
    public synchronized void stopSandbox(String id) {
        ObservedSandbox sandbox = sandboxes.get(id);
        if (sandbox == null) {
            return;
        }
        containers.values().stream()
                .filter(c -> c.sandboxId().equals(id))
                .map(ObservedContainer::id)
                .toList()
                .forEach(this::end);
        addresses.remove(sandbox.address());
        sandboxes.put(
                id,
                new ObservedSandbox(
                        id, sandbox.pod(), sandbox.attempt(), false, sandbox.createdAt(), ""));
    }

    @Override
    public synchronized void removeSandbox(String id) {
        stopSandbox(id);
        sandboxes.remove(id);
        containers.values().removeIf(c -> c.sandboxId().equals(id));
    }

    @Override
    public synchronized String createContainer(
            String sandboxId, SandboxSpec sandbox, ContainerSpec spec) {
        String id = newId();
        containers.put(
                id,
                new ObservedContainer(
                        id,
                        sandboxId,
                        spec.name(),
                        spec.attempt(),
                        ObservedContainer.State.CREATED,
                        clock.instant(),
                        null,
                        null,
                        0,
                        "",
                        "",
                        spec.image(),
                        spec.image(),
                        spec.annotations(),
                        spec.resources()));
        writeLog(sandbox.logDirectory().resolve(spec.logPath()));
        return id;
    }

    private void writeLog(Path log) {
        try {
            Files.createDirectories(Objects.requireNonNull(log.getParent()));
            Files.writeString(
                    log,
                    clock.instant() + " stdout F " + REASON + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void startContainer(String id) {
        try {
            Thread.sleep(startTakes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, "interrupted", e);
        }
        synchronized (this) {
            change(id, ObservedContainer.State.RUNNING, clock.instant(), null);
        }
    }

    @Override
    public synchronized void stopContainer(String id, Duration grace) {
        end(id);
    }

    private synchronized void end(String id) {
        ObservedContainer container = containers.get(id);
        if (container != null && !container.ended()) {
            change(
                    id,
                    ObservedContainer.State.EXITED,
                    Objects.requireNonNullElse(container.startedAt(), clock.instant()),
                    clock.instant());
        }
    }

    private synchronized void change(
            String id, ObservedContainer.State state, Instant started, @Nullable Instant finished) {
        containers.computeIfPresent(
                id,
                (same, c) ->
                        new ObservedContainer(
                                id,
                                c.sandboxId(),
                                c.name(),
                                c.attempt(),
                                state,
                                c.createdAt(),
                                started,
                                finished,
                                0,
                                "",
                                "",
                                c.image(),
                                c.imageRef(),
                                c.annotations(),
                                c.resources()));
    }

    @Override
    public synchronized void resizeContainer(String id, ContainerSpec.Resources resources) {
        containers.computeIfPresent(id, (same, c) -> c.withResources(resources));
    }

    @Override
    public synchronized void removeContainer(String id) {
        containers.remove(id);
    }

    @Override
    public ImageStore images() {
        return this;
    }

    @Override
    public ContainerAccess access() {
        return this;
    }

    @Override
    public synchronized List<StoredImage> list() {
        return List.copyOf(images.values());
    }

    @Override
    public synchronized Optional<StoredImage> find(String reference) {
        return Optional.ofNullable(images.get(reference));
    }

    /** Every image is there: where nothing runs, nothing needs its contents. */
    @Override
    public synchronized String pull(String reference, RegistryLogin login) {
        images.put(reference, new StoredImage(reference, List.of(reference), List.of(), 0, ""));
        return reference;
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, Duration limit) {
        return new ExecResult(0, "", "");
    }

    @Override
    public URI stream(StreamRequest request) {
        throw new RuntimeFailure(RuntimeFailure.Kind.REFUSED, REASON);
    }

    @Override
    public void reopenLog(String containerId) {}

    @Override
    public synchronized List<ContainerUsage> usage() {
        List<ContainerUsage> usage = new ArrayList<>();
        for (ObservedContainer container : containers.values()) {
            ObservedSandbox sandbox = sandboxes.get(container.sandboxId());
            if (sandbox != null && container.running()) {
                usage.add(
                        new ContainerUsage(
                                sandbox.pod().uid(),
                                sandbox.pod().namespace(),
                                sandbox.pod().name(),
                                container.name(),
                                clock.instant(),
                                0,
                                0));
            }
        }
        return usage;
    }

    @Override
    public void close() {}
}
