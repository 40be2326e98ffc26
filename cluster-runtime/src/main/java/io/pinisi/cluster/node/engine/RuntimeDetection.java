package io.pinisi.cluster.node.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says whether this machine can run containers, and if not, why, in words for its owner. */
public final class RuntimeDetection {
    private static final List<String> TOOLS =
            List.of("containerd", "ctr", "runc", "ip", "nft", "nsenter", "setsid");
    private static final List<Path> FOLDERS =
            List.of(
                    Path.of("/usr/local/sbin"),
                    Path.of("/usr/local/bin"),
                    Path.of("/usr/sbin"),
                    Path.of("/usr/bin"),
                    Path.of("/sbin"),
                    Path.of("/bin"));

    private RuntimeDetection() {}

    /** Empty where containers can run; else what is missing. */
    public static Optional<String> obstacle() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("containers need Linux, this is " + System.getProperty("os.name"));
        }
        if (!root()) {
            return Optional.of("containers need root, this process has another user");
        }
        List<String> missing =
                TOOLS.stream()
                        .filter(tool -> FOLDERS.stream().noneMatch(f -> executable(f, tool)))
                        .toList();
        if (!missing.isEmpty()) {
            return Optional.of("not installed: " + String.join(", ", missing));
        }
        if (!Files.isExecutable(PauseImage.PROGRAM)) {
            return Optional.of("not installed: catatonit");
        }
        if (Containerd.cniPlugins().isEmpty()) {
            return Optional.of("not installed: the CNI plugins (containernetworking-plugins)");
        }
        if (!Files.isWritable(Path.of("/proc/sys/net/ipv4/ip_forward"))) {
            return Optional.of("the machine's network settings cannot be changed");
        }
        return Optional.empty();
    }

    private static boolean executable(Path folder, String tool) {
        return Files.isExecutable(folder.resolve(tool));
    }

    private static boolean root() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
