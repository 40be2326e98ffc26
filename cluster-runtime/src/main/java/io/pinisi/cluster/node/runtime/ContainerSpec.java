package io.pinisi.cluster.node.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container to create, everything resolved.
 *
 * @param attempt its restart count
 * @param command empty leaves the image's entry point
 * @param environment in the order it is to have
 * @param annotations come back in what is observed
 * @param logPath below the sandbox's log directory
 */
public record ContainerSpec(
        String name,
        int attempt,
        String image,
        List<String> command,
        List<String> arguments,
        String workingDirectory,
        Map<String, String> environment,
        List<Mount> mounts,
        Map<String, String> annotations,
        String logPath,
        Terminal terminal,
        Resources resources,
        Security security) {
    public ContainerSpec {
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        mounts = List.copyOf(mounts);
        annotations = Map.copyOf(annotations);
    }

    /** A folder or file of the node inside the container. */
    public record Mount(
            String containerPath, String hostPath, boolean readOnly, Propagation propagation) {}

    /** Which way later mounts spread. */
    public enum Propagation {
        PRIVATE,
        HOST_TO_CONTAINER,
        BIDIRECTIONAL
    }

    /** Standard input and terminal. */
    public record Terminal(boolean stdin, boolean stdinOnce, boolean tty) {
        public static final Terminal NONE = new Terminal(false, false, false);
    }

    /** Limits in the kernel's terms; 0 means none. */
    public record Resources(
            long cpuPeriod, long cpuQuota, long cpuShares, long memoryLimit, int oomScore) {
        public static final Resources NONE = new Resources(0, 0, 0, 0, 0);
    }

    /**
     * As whom and with which rights it runs.
     *
     * @param user null leaves the image's
     * @param seccomp {@code RuntimeDefault}, {@code Unconfined} or {@code Localhost/path}
     * @param targetContainer whose processes it may see; empty for none
     */
    public record Security(
            @Nullable Long user,
            @Nullable Long group,
            List<Long> supplementalGroups,
            boolean privileged,
            boolean readOnlyRoot,
            boolean noNewPrivileges,
            List<String> addedCapabilities,
            List<String> droppedCapabilities,
            String seccomp,
            boolean unmaskedProc,
            String targetContainer) {
        public static final Security PLAIN =
                new Security(
                        null,
                        null,
                        List.of(),
                        false,
                        false,
                        false,
                        List.of(),
                        List.of(),
                        "RuntimeDefault",
                        false,
                        "");

        public Security {
            supplementalGroups = List.copyOf(supplementalGroups);
            addedCapabilities = List.copyOf(addedCapabilities);
            droppedCapabilities = List.copyOf(droppedCapabilities);
        }
    }
}
