package io.pinisi.cluster.node.runtime;

import java.util.List;

/** A stream into a container or pod. */
public sealed interface StreamRequest {
    record Exec(String containerId, List<String> command, Streams streams)
            implements StreamRequest {
        public Exec {
            command = List.copyOf(command);
        }
    }

    record Attach(String containerId, Streams streams) implements StreamRequest {}

    record PortForward(String sandboxId, List<Integer> ports) implements StreamRequest {
        public PortForward {
            ports = List.copyOf(ports);
        }
    }

    /** Which standard streams are wanted, and whether they are a terminal. */
    record Streams(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}
}
