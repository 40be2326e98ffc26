package io.pinisi.portal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The data folder, held by one process at a time. */
final class Home implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private Home(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates the folder where it is missing and locks it. */
    static Home open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(path);
            }
            return new Home(path, channel);
        } catch (OverlappingFileLockException e) {
            throw taken(path);
        } catch (IOException e) {
            throw new Failure("cannot use " + path + " (PINISI_HOME): " + e.getMessage(), e);
        }
    }

    private static Failure taken(Path path) {
        return new Failure(
                "another Pinisi runs on "
                        + path
                        + "; stop it, or set PINISI_HOME to a folder of its own");
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Writes a file that only its owner may read, all of it or nothing. */
    void writePrivate(String name, String text) {
        Path target = path.resolve(name);
        try {
            Path temporary = Files.createTempFile(path, name, ".new", privateFile());
            Files.writeString(temporary, text);
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.nio.file.attribute.FileAttribute<?> privateFile() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
