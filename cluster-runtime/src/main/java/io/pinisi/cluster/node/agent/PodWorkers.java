package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.runtime.Pulse;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of a node's pods, one per uid, and the poll that tells them what the runtime did. */
final class PodWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorkers.class);

    private final NodeServices node;
    private final PlanExecutor executor;
    private final PodFiles files;
    private final NodeRoom room;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final Thread poll;
    private volatile boolean synced;

    PodWorkers(NodeServices node, PodFiles files) {
        this.node = node;
        this.files = files;
        this.room = new NodeRoom(node.settings().capacity());
        this.executor = new PlanExecutor(node, files);
        this.poll =
                Thread.ofVirtual()
                        .name("relist " + node.settings().facts().name())
                        .unstarted(this::poll);
    }

    /** From now on pods that the API does not have are removed from the node. */
    void begin() {
        synced = true;
        poll.start();
    }

    void handle(Change change) {
        Pod pod = new Pod(change.object());
        switch (change) {
            case Change.Added added -> worker(pod).tell(new Happening.PodChanged(pod));
            case Change.Updated updated -> worker(pod).tell(new Happening.PodChanged(pod));
            case Change.Deleted deleted ->
                    Optional.ofNullable(workers.get(pod.uid()))
                            .ifPresent(worker -> worker.tell(new Happening.PodGone()));
        }
    }

    private PodWorker worker(Pod pod) {
        return workers.computeIfAbsent(
                Metadata.uid(pod.tree()),
                uid -> {
                    PodWorker worker =
                            new PodWorker(
                                    node,
                                    executor,
                                    files,
                                    pod,
                                    room,
                                    () -> {
                                        room.leave(uid);
                                        workers.remove(uid);
                                    });
                    worker.start();
                    return worker;
                });
    }

    private void poll() {
        Map<String, Pulse> previous = Map.of();
        Instant refreshed = node.clock().instant();
        Duration refresh = node.settings().limits().refresh();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(node.settings().limits().relist());
                previous = compare(previous);
                if (Duration.between(refreshed, node.clock().instant()).compareTo(refresh) > 0) {
                    refreshed = node.clock().instant();
                    workers.values().forEach(worker -> worker.tell(new Happening.RefreshDue()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeFailure e) {
                LOG.warn(
                        "runtime does not answer node={} error={}",
                        node.settings().facts().name(),
                        e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("relist failed node={}", node.settings().facts().name(), e);
            }
        }
    }

    private Map<String, Pulse> compare(Map<String, Pulse> previous) {
        Map<String, Pulse> now = node.runtime().pulses();
        Set<String> stirred = new HashSet<>();
        Map<String, Pulse> vanished = new HashMap<>(previous);
        now.forEach(
                (id, pulse) -> {
                    if (!pulse.equals(vanished.remove(id))) {
                        stirred.add(pulse.podUid());
                    }
                });
        vanished.values().forEach(pulse -> stirred.add(pulse.podUid()));
        for (String uid : stirred) {
            PodWorker worker = workers.get(uid);
            if (worker != null) {
                worker.tell(new Happening.Stirred());
            }
        }
        removeUnknown(now);
        return now;
    }

    private void removeUnknown(Map<String, Pulse> now) {
        if (!synced) {
            return;
        }
        List<String> unknown =
                now.values().stream()
                        .map(Pulse::podUid)
                        .distinct()
                        .filter(uid -> !workers.containsKey(uid))
                        .toList();
        for (String uid : unknown) {
            LOG.info("removing a pod that the API does not have uid={}", uid);
            executor.clear(uid);
        }
    }

    PodFiles files() {
        return files;
    }

    @Override
    public void close() {
        poll.interrupt();
        workers.values().forEach(PodWorker::abandon);
    }
}
