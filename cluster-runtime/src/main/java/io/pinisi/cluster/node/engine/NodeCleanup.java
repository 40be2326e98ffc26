package io.pinisi.cluster.node.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from this machine whatever carries the id of a home folder: processes, mounts,
 * namespaces, links, nftables tables, cgroups, remembered addresses. The home folder itself is left
 * alone.
 */
public final class NodeCleanup {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCleanup.class);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path CNI_RESULTS = Path.of("/var/lib/cni/results");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private NodeCleanup() {}

    /** Everything of every cluster of {@code home}. */
    public static void clean(Path home) {
        remains(
                NodeLayout.run(home).toString() + "/",
                NodeLayout.cgroup(home),
                NodeLayout.namespacePrefix(home));
        for (String link : links(home)) {
            Command.attempt("", List.of("ip", "link", "del", link));
        }
        for (Path namespace : entries(NAMESPACES)) {
            if (name(namespace).startsWith(NodeLayout.namespacePrefix(home))) {
                Command.attempt("", List.of("ip", "netns", "del", name(namespace)));
            }
        }
        for (String table : tables()) {
            if (table.startsWith(NodeLayout.tablePrefix(home))) {
                Command.attempt("", List.of("nft", "delete", "table", "ip", table));
            }
        }
        unmount(home.toAbsolutePath().normalize().resolve("clusters").toString() + "/");
        delete(NodeLayout.run(home));
    }

    /** What a stopped containerd may have left of one node. */
    static void removeRemains(NodeLayout layout) {
        String cgroup = layout.cgroup().substring(1);
        remains(layout.run().toString() + "/", cgroup, layout.namespace());
        unmount(layout.root().toString() + "/");
        delete(layout.run());
    }

    /** Whether no node of the cluster has a namespace any more. */
    static boolean isLastOfCluster(NodeLayout layout) {
        String prefix = NodeLayout.namespacePrefix(layout.home()) + layout.cluster() + "-";
        return entries(NAMESPACES).stream().noneMatch(entry -> name(entry).startsWith(prefix));
    }

    /** What the nodes of a home shared goes with the last of them. */
    static void removeEmptyParents(Path home) {
        List<Path> parents = new ArrayList<>(List.of(NodeLayout.run(home)));
        parents.addAll(cgroupFolders(NodeLayout.cgroup(home)));
        for (Path parent : parents) {
            try {
                Files.deleteIfExists(parent);
            } catch (IOException e) {
                LOG.debug("{} is in use: {}", parent, e.getMessage());
            }
        }
    }

    static boolean hasLinks(Path home) {
        return !links(home).isEmpty();
    }

    /** Processes first, then what they held. */
    private static void remains(String run, String cgroup, String network) {
        List<ProcessHandle> processes = new ArrayList<>(processes(run));
        for (Path folder : cgroupFolders(cgroup)) {
            processes.addAll(members(folder));
        }
        end(processes);
        unmount(run);
        for (Path folder : cgroupFolders(cgroup)) {
            removeCgroup(folder);
        }
        for (Path result : entries(CNI_RESULTS)) {
            if (name(result).startsWith(network)) {
                delete(result);
            }
        }
    }

    /** Those that name one of our folders in their arguments: containerd and its shims. */
    private static List<ProcessHandle> processes(String run) {
        return ProcessHandle.allProcesses()
                .filter(
                        process -> {
                            try {
                                return Files.readString(
                                                Path.of(
                                                        "/proc",
                                                        Long.toString(process.pid()),
                                                        "cmdline"))
                                        .contains(run);
                            } catch (IOException e) {
                                return false;
                            }
                        })
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .toList();
    }

    private static List<ProcessHandle> members(Path cgroup) {
        List<ProcessHandle> members = new ArrayList<>();
        try (Stream<Path> files = Files.walk(cgroup)) {
            for (Path file : files.filter(f -> f.endsWith("cgroup.procs")).toList()) {
                for (String pid : Files.readAllLines(file)) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            LOG.debug("cgroup {}: {}", cgroup, e.getMessage());
        }
        return members;
    }

    private static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (processes.stream().anyMatch(NodeCleanup::runs) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A zombie that its parent has not fetched counts as ended. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** The deepest first; a mount that is busy is detached. */
    static void unmount(String prefix) {
        try {
            List<String> points =
                    Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                            .map(line -> line.split(" ", 3)[1].replace("\\040", " "))
                            .filter(point -> point.startsWith(prefix))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (String point : points) {
                Command.attempt("", List.of("umount", "--lazy", point));
            }
        } catch (IOException e) {
            LOG.warn("mounts below {} stay: {}", prefix, e.getMessage());
        }
    }

    private static List<Path> cgroupFolders(String cgroup) {
        List<Path> folders = new ArrayList<>();
        String slice = cgroup.replace('-', '_').replace('/', '-') + ".slice";
        for (Path controller :
                Stream.concat(Stream.of(CGROUPS), entries(CGROUPS).stream()).toList()) {
            Stream.of(controller.resolve(cgroup), controller.resolve(slice))
                    .filter(Files::isDirectory)
                    .filter(folder -> !Files.isSymbolicLink(controller))
                    .forEach(folders::add);
        }
        return folders;
    }

    private static void removeCgroup(Path cgroup) {
        try (Stream<Path> folders = Files.walk(cgroup)) {
            for (Path folder :
                    folders.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            LOG.debug("cgroup {}: {}", cgroup, e.getMessage());
        }
    }

    private static List<String> links(Path home) {
        return entries(Path.of("/sys/class/net")).stream()
                .map(NodeCleanup::name)
                .filter(name -> name.startsWith(NodeLayout.linkPrefix(home)))
                .toList();
    }

    private static List<String> tables() {
        Command.Result result = Command.attempt("", List.of("nft", "list", "tables", "ip"));
        return result.ok()
                ? result.output()
                        .lines()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList()
                : List.of();
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folder)) {
            each.forEach(entries::add);
        } catch (IOException e) {
            LOG.debug("{}: {}", folder, e.getMessage());
        }
        return entries;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** Never follows a link, so nothing outside is touched. */
    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try {
            Files.walkFileTree(
                    tree,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path folder,
                                java.io.@org.jspecify.annotations.Nullable IOException e)
                                throws IOException {
                            Files.delete(folder);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            LOG.warn("{} stays: {}", tree, e.getMessage());
        }
    }
}
