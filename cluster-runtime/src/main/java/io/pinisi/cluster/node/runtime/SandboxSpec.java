package io.pinisi.cluster.node.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The shared surroundings of a pod's containers.
 *
 * @param attempt how many sandboxes the pod had before
 * @param hostname empty on the host's network, whose name it then has
 * @param cgroupParent in the form that the node's cgroup driver wants
 */
public record SandboxSpec(
        PodIdentity pod,
        int attempt,
        String hostname,
        Path logDirectory,
        Dns dns,
        Namespaces namespaces,
        String cgroupParent,
        Map<String, String> sysctls,
        boolean privileged) {
    public SandboxSpec {
        sysctls = Map.copyOf(sysctls);
    }

    /** The contents of resolv.conf; all empty keeps the runtime's own. */
    public record Dns(List<String> servers, List<String> searches, List<String> options) {
        public static final Dns NONE = new Dns(List.of(), List.of(), List.of());

        public Dns {
            servers = List.copyOf(servers);
            searches = List.copyOf(searches);
            options = List.copyOf(options);
        }
    }

    /** Which namespaces are not the pod's own. */
    public record Namespaces(
            boolean hostNetwork, boolean hostPid, boolean hostIpc, boolean sharedPid) {
        public static final Namespaces OWN = new Namespaces(false, false, false, false);
    }
}
