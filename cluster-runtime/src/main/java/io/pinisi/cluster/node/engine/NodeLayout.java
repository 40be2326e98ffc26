package io.pinisi.cluster.node.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Every place and host-wide name of one node.
 *
 * <p>What must survive a reboot is below the home folder; sockets, state and secrets are below
 * {@code /run}, because it is memory, is emptied by a reboot, and keeps socket paths short enough.
 */
record NodeLayout(Path home, String cluster, String node) {
    static final Path RUN = Path.of("/run/pinisi");

    NodeLayout {
        home = home.toAbsolutePath().normalize();
    }

    /** Six hexadecimal digits that stand for the home folder in host-wide names. */
    static String id(Path home) {
        return digest(home.toAbsolutePath().normalize().toString());
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 3);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String id() {
        return id(home);
    }

    Path root() {
        return home.resolve("clusters").resolve(cluster).resolve("nodes").resolve(node);
    }

    static Path run(Path home) {
        return RUN.resolve(id(home));
    }

    Path run() {
        return run(home).resolve(digest(cluster + "/" + node));
    }

    Path socket() {
        return run().resolve("containerd.sock");
    }

    Path pidFile() {
        return run().resolve("containerd.pid");
    }

    Path config() {
        return run().resolve("containerd.toml");
    }

    Path logs() {
        return root().resolve("logs");
    }

    /** Also the name of the CNI network. */
    String namespace() {
        return namespacePrefix(home) + cluster + "-" + node;
    }

    static String namespacePrefix(Path home) {
        return "pinisi-" + id(home) + "-";
    }

    Path namespaceFile() {
        return Path.of("/run/netns").resolve(namespace());
    }

    /** At most 15 characters, the kernel's limit. */
    String link() {
        return linkPrefix(home) + digest(cluster + "/" + node);
    }

    static String linkPrefix(Path home) {
        return "pn" + id(home);
    }

    /** The machine's own nftables table for a cluster. */
    static String table(Path home, String cluster) {
        return tablePrefix(home) + digest(cluster);
    }

    static String tablePrefix(Path home) {
        return "pinisi_" + id(home) + "_";
    }

    static String cgroup(Path home) {
        return "pinisi-" + id(home);
    }

    /** The parent of the node's pod cgroups, as the cgroupfs driver names it. */
    String cgroup() {
        return "/" + cgroup(home) + "/" + digest(cluster + "/" + node);
    }
}
