package io.pinisi.cluster.node.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Ways into a running container. */
public interface ContainerAccess {
    /** Runs a command to its end, or to the time limit. */
    ExecResult exec(String containerId, List<String> command, Duration limit);

    /** Where to connect for a stream; the address takes one connection. */
    URI stream(StreamRequest request);

    /** Begins a new log file after the old one was moved away. */
    void reopenLog(String containerId);

    List<ContainerUsage> usage();
}
