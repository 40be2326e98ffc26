package io.pinisi.cluster.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the folders hold, by name and by digest. They are listed at each look-up by name, which
 * costs next to nothing, and only archives that are new or have changed are read. Every field is
 * guarded by {@code this}.
 */
final class ImageCatalog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCatalog.class);

    /** Archives of one folder. */
    private static final int ARCHIVES_MAX = 1000;

    /** One state of one file. */
    private record Version(Path file, long size, FileTime modified) {}

    private final List<Path> folders;

    /** Archives that could be read, and the versions that could not (no archive). */
    private final Map<Version, Optional<Archive>> read = new HashMap<>();

    /** Oldest first, so that of two archives with one name the newer one is served. */
    private List<Version> listing = List.of();

    ImageCatalog(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** The digest of the manifest under a name, or of the name's own digest if that is known. */
    synchronized Optional<String> manifest(ImageName name) {
        refresh();
        if (ImageName.isDigest(name.reference())) {
            return blob(name.reference()).map(blob -> name.reference());
        }
        return newestFirst().stream()
                .map(archive -> Optional.ofNullable(archive.images().get(name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    synchronized Optional<Blob> blob(String digest) {
        return newestFirst().stream()
                .map(archive -> Optional.ofNullable(archive.blobs().get(digest)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    synchronized Set<String> names() {
        refresh();
        Set<String> names = new TreeSet<>();
        newestFirst()
                .forEach(
                        archive ->
                                archive.images().keySet().stream()
                                        .map(ImageName::toString)
                                        .forEach(names::add));
        return names;
    }

    private List<Archive> newestFirst() {
        return listing.reversed().stream()
                .map(version -> read.getOrDefault(version, Optional.empty()))
                .flatMap(Optional::stream)
                .toList();
    }

    private void refresh() {
        List<Version> found = list();
        if (found.equals(listing)) {
            return;
        }
        for (Version version : found) {
            read.computeIfAbsent(version, ImageCatalog::open);
        }
        listing = found;
        read.entrySet()
                .removeIf(
                        known -> {
                            boolean gone = !found.contains(known.getKey());
                            if (gone) {
                                known.getValue().ifPresent(ImageCatalog::release);
                            }
                            return gone;
                        });
    }

    private static Optional<Archive> open(Version version) {
        try {
            Archive archive = Archive.open(version.file());
            LOG.info("images in {}: {}", version.file(), archive.images().keySet());
            return Optional.of(archive);
        } catch (IOException e) {
            LOG.warn("{} is left out: {}", version.file(), e.getMessage());
            return Optional.empty();
        }
    }

    private static void release(Archive archive) {
        try {
            archive.close();
        } catch (IOException e) {
            LOG.warn("an image archive cannot be closed: {}", e.getMessage());
        }
    }

    private List<Version> list() {
        List<Version> found = new ArrayList<>();
        for (Path folder : folders) {
            list(folder, found);
        }
        found.sort(Comparator.comparing(Version::modified).thenComparing(Version::file));
        return List.copyOf(found);
    }

    private static void list(Path folder, List<Version> found) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(ImageCatalog::isArchive)
                    .limit(ARCHIVES_MAX)
                    .map(ImageCatalog::version)
                    .flatMap(Optional::stream)
                    .forEach(found::add);
        } catch (NoSuchFileException e) {
            // a folder that is not there yet holds nothing
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isArchive(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".")
                && (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz"));
    }

    /** Empty where the file has gone since it was listed. */
    private static Optional<Version> version(Path file) {
        try {
            return Optional.of(
                    new Version(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        read.values().forEach(archive -> archive.ifPresent(ImageCatalog::release));
        read.clear();
        listing = List.of();
    }
}
