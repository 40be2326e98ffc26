package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.pod.PodAnnotations;
import io.pinisi.cluster.node.runtime.ContainerAccess;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.PodIdentity;
import io.pinisi.cluster.node.volume.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The files that an agent keeps for its pods beside their volumes: logs, last words, hosts. */
final class PodFiles {
    private static final int LAST_WORDS = 4096;
    private static final int LAST_LOG_BYTES = 2048;
    private static final int LAST_LOG_LINES = 80;
    private static final long MAX_LOG = 10L << 20;
    private static final int OLD_LOGS = 4;

    private final Path pods;
    private final Path logs;

    PodFiles(Path pods, Path logs) {
        this.pods = pods;
        this.logs = logs;
    }

    Path logFolder(PodIdentity pod) {
        return logs.resolve(pod.namespace() + "_" + pod.name() + "_" + pod.uid());
    }

    Path log(PodIdentity pod, String container, int attempt) {
        return logFolder(pod).resolve(container).resolve(attempt + ".log");
    }

    private Path lastWordsFile(String podUid, String container, int attempt) {
        return pods.resolve(podUid)
                .resolve("containers")
                .resolve(container)
                .resolve(Integer.toString(attempt));
    }

    /** An empty file, writable by whoever the container runs as. */
    Path prepareLastWords(String podUid, ContainerDefinition container, int attempt) {
        Path file = lastWordsFile(podUid, container.name(), attempt);
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, new byte[0]);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an ended container left behind to explain itself; empty when nothing. */
    String lastWords(PodIdentity pod, ObservedContainer ended) {
        try {
            Path file = lastWordsFile(pod.uid(), ended.name(), ended.attempt());
            String words = Files.exists(file) ? tail(file, LAST_WORDS) : "";
            boolean fallBack =
                    "FallbackToLogsOnError"
                            .equals(ended.annotations().get(PodAnnotations.TERMINATION_POLICY));
            if (words.isEmpty() && fallBack && ended.exitCode() != 0) {
                Path log = log(pod, ended.name(), ended.attempt());
                return Files.exists(log) ? lastLines(log) : "";
            }
            return words;
        } catch (IOException e) {
            return "Error on reading termination log: " + e.getMessage();
        }
    }

    private static String tail(Path file, int bytes) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, access.length() - bytes);
            byte[] read = new byte[(int) (access.length() - from)];
            access.seek(from);
            access.readFully(read);
            return new String(read, StandardCharsets.UTF_8);
        }
    }

    /** The text of the last lines, without the log format's own columns. */
    private static String lastLines(Path log) throws IOException {
        List<String> lines = tail(log, 4 * LAST_LOG_BYTES).lines().toList();
        StringBuilder text = new StringBuilder();
        for (String line :
                lines.subList(Math.max(0, lines.size() - LAST_LOG_LINES), lines.size())) {
            String[] columns = line.split(" ", 4);
            if (columns.length == 4) {
                text.append(columns[3]).append('\n');
            }
        }
        return text.substring(Math.max(0, text.length() - LAST_LOG_BYTES));
    }

    /** Begins a new log when the present one is long, and keeps a few old ones. */
    void rotateLog(PodIdentity pod, ObservedContainer running, ContainerAccess access) {
        Path log = log(pod, running.name(), running.attempt());
        try {
            if (!Files.exists(log) || Files.size(log) < MAX_LOG) {
                return;
            }
            String name = Objects.requireNonNull(log.getFileName()).toString();
            Files.move(log, log.resolveSibling(name + "." + System.nanoTime()));
            access.reopenLog(running.id());
            List<Path> old = new ArrayList<>();
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(
                            Objects.requireNonNull(log.getParent()), name + ".*")) {
                files.forEach(old::add);
            }
            old.sort(Comparator.comparing(PodFiles::modified).reversed());
            for (Path file : old.subList(Math.min(OLD_LOGS, old.size()), old.size())) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the pod's logs. */
    void forget(PodIdentity pod) {
        try {
            Trees.delete(logFolder(pod));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the pod's hosts file and says where it is. */
    Path hosts(Pod pod, String address, String hostname, String domain) {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Kubernetes-managed hosts file.
                        127.0.0.1\tlocalhost
                        ::1\tlocalhost ip6-localhost ip6-loopback
                        fe00::0\tip6-localnet
                        fe00::0\tip6-mcastprefix
                        fe00::1\tip6-allnodes
                        fe00::2\tip6-allrouters
                        """);
        String subdomain = pod.spec().path("subdomain").asString("");
        text.append(address).append('\t');
        if (!subdomain.isEmpty()) {
            text.append(hostname)
                    .append('.')
                    .append(subdomain)
                    .append('.')
                    .append(pod.identity().namespace())
                    .append(".svc.")
                    .append(domain)
                    .append('\t');
        }
        text.append(hostname).append('\n');
        for (JsonNode alias : pod.spec().path("hostAliases")) {
            text.append(alias.path("ip").asString(""));
            alias.path("hostnames").forEach(name -> text.append('\t').append(name.asString()));
            text.append('\n');
        }
        Path file = pods.resolve(pod.uid()).resolve("etc-hosts");
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, text);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
