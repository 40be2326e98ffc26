package io.pinisi.cluster.node.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** Who makes cgroups on this machine, which decides how they are named. */
enum CgroupDriver {
    CGROUPFS,
    SYSTEMD;

    /** A machine that systemd runs wants to be asked. */
    static CgroupDriver detect() {
        return Files.isDirectory(Path.of("/run/systemd/system")) ? SYSTEMD : CGROUPFS;
    }

    /** The parent of a pod's cgroups below a node's. */
    String pod(String nodeCgroup, String podUid) {
        return switch (this) {
            case CGROUPFS -> nodeCgroup + "/pod" + podUid;
            case SYSTEMD ->
                    nodeCgroup.substring(1).replace('-', '_').replace('/', '-')
                            + "-pod"
                            + podUid.replace('-', '_')
                            + ".slice";
        };
    }
}
