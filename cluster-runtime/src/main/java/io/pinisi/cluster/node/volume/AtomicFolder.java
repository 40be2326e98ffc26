package io.pinisi.cluster.node.volume;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files change all at once: they live in a hidden folder that the link {@code
 * ..data} names, and every visible name is a link through it.
 */
final class AtomicFolder {
    private static final String DATA = "..data";
    private static final int FOLDER_MODE = 0755;

    private final Path folder;
    private final @Nullable Integer group;

    /**
     * @param group who else may read, or null
     */
    AtomicFolder(Path folder, @Nullable Integer group) {
        this.folder = folder;
        this.group = group;
    }

    /** Makes {@code files} the contents; without effect when they are already. */
    void write(Map<String, FileContent> files) throws IOException {
        Files.createDirectories(folder);
        mode(folder, FOLDER_MODE);
        if (same(files)) {
            return;
        }
        Path version = Files.createDirectory(folder.resolve(".." + UUID.randomUUID()));
        mode(version, FOLDER_MODE);
        for (Map.Entry<String, FileContent> file : files.entrySet()) {
            write(version, file.getKey(), file.getValue());
        }
        Path previous = current();
        Path link = folder.resolve("..data_tmp");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, version.getFileName());
        Files.move(
                link,
                folder.resolve(DATA),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        linkNames(files.keySet());
        if (previous != null) {
            Trees.delete(previous);
        }
    }

    private void write(Path version, String name, FileContent content) throws IOException {
        Path file = version.resolve(name).normalize();
        if (!file.startsWith(version) || file.equals(version)) {
            throw new VolumeTrouble("invalid path of a file in a volume: " + name);
        }
        Path parent = Objects.requireNonNull(file.getParent());
        Files.createDirectories(parent);
        for (Path p = parent; p != null && !p.equals(version); p = p.getParent()) {
            mode(p, FOLDER_MODE);
        }
        Files.write(file, content.bytes());
        if (group != null) {
            Files.setAttribute(file, "unix:gid", group);
        }
        mode(file, group == null ? content.mode() : content.mode() | 0440);
    }

    private @Nullable Path current() throws IOException {
        Path data = folder.resolve(DATA);
        return Files.isSymbolicLink(data) ? folder.resolve(Files.readSymbolicLink(data)) : null;
    }

    private boolean same(Map<String, FileContent> files) throws IOException {
        Path current = current();
        if (current == null || !Files.isDirectory(current)) {
            return false;
        }
        Set<String> present = new HashSet<>();
        try (Stream<Path> all = Files.walk(current)) {
            for (Path file : all.filter(f -> !Files.isDirectory(f)).toList()) {
                String name = current.relativize(file).toString();
                FileContent wanted = files.get(name);
                if (wanted == null || !Arrays.equals(wanted.bytes(), Files.readAllBytes(file))) {
                    return false;
                }
                present.add(name);
            }
        }
        return present.equals(files.keySet());
    }

    private void linkNames(Set<String> files) throws IOException {
        Set<String> wanted = new HashSet<>();
        for (String file : files) {
            wanted.add(file.split("/", 2)[0]);
        }
        for (String name : wanted) {
            Path link = folder.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = Objects.requireNonNull(entry.getFileName()).toString();
                if (!name.startsWith("..") && !wanted.contains(name)) {
                    Files.delete(entry);
                }
            }
        }
    }

    static void mode(Path path, int mode) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                permissions.add(all[i]);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
    }
}
