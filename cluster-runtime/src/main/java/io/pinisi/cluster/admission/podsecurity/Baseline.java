package io.pinisi.cluster.admission.podsecurity;

import static io.pinisi.cluster.admission.podsecurity.PodParts.containers;
import static io.pinisi.cluster.admission.podsecurity.PodParts.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Checks that keep a pod from known ways out of its containers. */
final class Baseline {
    private static final Set<String> CAPABILITIES =
            Set.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");
    private static final Set<String> SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.tcp_wmem");
    private static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");
    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private Baseline() {}

    static Optional<Violation> appArmor(PodParts pod) {
        Set<String> forbidden = new TreeSet<>();
        addAppArmor(pod.security(), forbidden);
        pod.containers().forEach(container -> addAppArmor(security(container), forbidden));
        for (Map.Entry<String, JsonNode> note : pod.metadata().path("annotations").properties()) {
            String value = note.getValue().asString("");
            boolean allowed =
                    value.isEmpty()
                            || value.equals("runtime/default")
                            || value.startsWith("localhost/");
            if (note.getKey().startsWith(APPARMOR) && !allowed) {
                forbidden.add(note.getKey() + "=\"" + value + "\"");
            }
        }
        return found(
                forbidden.isEmpty(),
                forbidden.size() == 1
                        ? "forbidden AppArmor profile"
                        : "forbidden AppArmor profiles",
                String.join(", ", forbidden));
    }

    private static void addAppArmor(JsonNode context, Set<String> forbidden) {
        String type = context.path("appArmorProfile").path("type").asString("");
        if (type.equals("Unconfined")) {
            forbidden.add("\"" + type + "\"");
        }
    }

    static Optional<Violation> capabilities(PodParts pod) {
        Set<String> added = new TreeSet<>();
        List<String> names =
                pod.named(
                        container -> {
                            Set<String> own = new TreeSet<>();
                            for (JsonNode capability :
                                    security(container).path("capabilities").path("add")) {
                                if (!CAPABILITIES.contains(capability.asString(""))) {
                                    own.add("\"" + capability.asString("") + "\"");
                                }
                            }
                            added.addAll(own);
                            return !own.isEmpty();
                        });
        return found(
                names.isEmpty(),
                "non-default capabilities",
                containers(names)
                        + " must not include "
                        + String.join(", ", added)
                        + " in securityContext.capabilities.add");
    }

    static Optional<Violation> hostNamespaces(PodParts pod) {
        List<String> shared = new ArrayList<>();
        for (String field : new String[] {"hostNetwork", "hostPID", "hostIPC"}) {
            if (pod.spec().path(field).asBoolean(false)) {
                shared.add(field + "=true");
            }
        }
        return found(shared.isEmpty(), "host namespaces", String.join(", ", shared));
    }

    static Optional<Violation> hostPaths(PodParts pod) {
        List<String> volumes =
                pod.spec()
                        .path("volumes")
                        .valueStream()
                        .filter(volume -> volume.has("hostPath"))
                        .map(volume -> volume.path("name").asString(""))
                        .toList();
        return found(volumes.isEmpty(), "hostPath volumes", PodParts.list("volume", volumes));
    }

    static Optional<Violation> hostPorts(PodParts pod) {
        Set<Integer> ports = new TreeSet<>();
        List<String> names =
                pod.named(
                        container -> {
                            boolean any = false;
                            for (JsonNode port : container.path("ports")) {
                                int number = port.path("hostPort").asInt(0);
                                if (number != 0) {
                                    ports.add(number);
                                    any = true;
                                }
                            }
                            return any;
                        });
        return found(
                names.isEmpty(),
                "hostPort",
                containers(names)
                        + (names.size() == 1 ? " uses" : " use")
                        + (ports.size() == 1 ? " hostPort " : " hostPorts ")
                        + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    static Optional<Violation> privileged(PodParts pod) {
        List<String> names = pod.named(c -> security(c).path("privileged").asBoolean(false));
        return found(
                names.isEmpty(),
                "privileged",
                containers(names) + " must not set securityContext.privileged=true");
    }

    static Optional<Violation> procMount(PodParts pod) {
        Set<String> mounts = new TreeSet<>();
        List<String> names =
                pod.named(
                        container -> {
                            String mount =
                                    security(container).path("procMount").asString("Default");
                            if (!mount.equals("Default")) {
                                mounts.add("\"" + mount + "\"");
                            }
                            return !mount.equals("Default");
                        });
        return found(
                names.isEmpty(),
                "procMount",
                containers(names)
                        + " must not set securityContext.procMount to "
                        + String.join(", ", mounts));
    }

    static Optional<Violation> seLinux(PodParts pod) {
        List<String> setters = new ArrayList<>();
        Set<String> what = new java.util.LinkedHashSet<>();
        if (addSeLinux(pod.security(), what)) {
            setters.add("pod");
        }
        List<String> names = pod.named(container -> addSeLinux(security(container), what));
        if (!names.isEmpty()) {
            setters.add(containers(names));
        }
        return found(
                setters.isEmpty(),
                "seLinuxOptions",
                String.join(" and ", setters)
                        + " set forbidden securityContext.seLinuxOptions: "
                        + String.join("; ", what));
    }

    private static boolean addSeLinux(JsonNode context, Set<String> what) {
        JsonNode options = context.path("seLinuxOptions");
        int before = what.size();
        boolean bad = false;
        String type = options.path("type").asString("");
        if (!SELINUX_TYPES.contains(type)) {
            what.add("type \"" + type + "\"");
            bad = true;
        }
        for (String field : new String[] {"user", "role"}) {
            if (!options.path(field).asString("").isEmpty()) {
                what.add(field + " may not be set");
                bad = true;
            }
        }
        return bad || what.size() > before;
    }

    static Optional<Violation> seccomp(PodParts pod) {
        List<String> setters = new ArrayList<>();
        if (isUnconfined(pod.security())) {
            setters.add("pod");
        }
        List<String> names = pod.named(container -> isUnconfined(security(container)));
        if (!names.isEmpty()) {
            setters.add(containers(names));
        }
        return found(
                setters.isEmpty(),
                "seccompProfile",
                String.join(" and ", setters)
                        + " must not set securityContext.seccompProfile.type to \"Unconfined\"");
    }

    private static boolean isUnconfined(JsonNode context) {
        return context.path("seccompProfile").path("type").asString("").equals("Unconfined");
    }

    static Optional<Violation> sysctls(PodParts pod) {
        List<String> forbidden =
                pod.security()
                        .path("sysctls")
                        .valueStream()
                        .map(sysctl -> sysctl.path("name").asString(""))
                        .filter(name -> !SYSCTLS.contains(name))
                        .toList();
        return found(forbidden.isEmpty(), "forbidden sysctls", String.join(", ", forbidden));
    }

    static Optional<Violation> windowsHostProcess(PodParts pod) {
        List<String> setters = new ArrayList<>();
        if (isHostProcess(pod.security())) {
            setters.add("pod");
        }
        List<String> names = pod.named(container -> isHostProcess(security(container)));
        if (!names.isEmpty()) {
            setters.add(containers(names));
        }
        return found(
                setters.isEmpty(),
                "hostProcess",
                String.join(" and ", setters)
                        + " must not set securityContext.windowsOptions.hostProcess=true");
    }

    private static boolean isHostProcess(JsonNode context) {
        return context.path("windowsOptions").path("hostProcess").asBoolean(false);
    }

    static Optional<Violation> found(boolean clean, String reason, String detail) {
        return clean ? Optional.empty() : Optional.of(new Violation(reason, detail));
    }
}
