package io.pinisi.cluster.node.runtime;

import java.time.Duration;
import java.util.Map;

/** Runs sandboxes and containers and says what runs; blocking, safe for use by many threads. */
public interface ContainerRuntime extends AutoCloseable {
    /** Name, version and whether it can take pods now. */
    RuntimeInfo info();

    /** State by id of every sandbox and container on the node: cheap enough to poll. */
    Map<String, Pulse> pulses();

    /** Everything about one pod. */
    PodObservation observe(String podUid);

    /** Returns the id; when this fails nothing of the sandbox is left. */
    String runSandbox(SandboxSpec spec);

    /** Ends what runs inside, at once, and gives the address back. */
    void stopSandbox(String id);

    /** Forgets a stopped sandbox with all its containers; absent is fine. */
    void removeSandbox(String id);

    /** Returns the id of a container that is ready to start. */
    String createContainer(String sandboxId, SandboxSpec sandbox, ContainerSpec spec);

    void startContainer(String id);

    /** Asks to end, and kills after {@code grace}; returns when it has ended. */
    void stopContainer(String id, Duration grace);

    /** Gives a container other resources while it runs. */
    void resizeContainer(String id, ContainerSpec.Resources resources);

    /** Forgets an ended container; absent is fine. */
    void removeContainer(String id);

    ImageStore images();

    ContainerAccess access();

    @Override
    void close();
}
