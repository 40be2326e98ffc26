package io.pinisi.db.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Where checkpoints are published: a file for each, and the public key beside them. To be copied,
 * as they come, to a place that whoever can write the store cannot write.
 */
public final class CheckpointFolder {
    /** The public key's file. */
    public static final String KEY_FILE = "audit-key.pem";

    private static final String PREFIX = "checkpoint-";
    private static final String RETIRED = "retirement-";
    private static final String SUFFIX = ".json";
    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";

    private final Path folder;

    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Publishes a checkpoint that is not there yet, whole or not at all. What was published is
     * never replaced.
     *
     * @throws TamperedException another checkpoint was published under this number
     */
    void publish(Checkpoint checkpoint) {
        publish(PREFIX, checkpoint.number(), checkpoint.toLine());
    }

    /**
     * The same for a statement about records that were let go.
     *
     * @throws TamperedException another statement was published under this number
     */
    void publish(Retirement retirement) {
        publish(RETIRED, retirement.number(), retirement.toLine());
    }

    private void publish(String prefix, long number, String line) {
        String text = line + "\n";
        Path target = folder.resolve("%s%012d%s".formatted(prefix, number, SUFFIX));
        try {
            if (!Files.exists(target)) {
                write(target, text);
            } else if (!Files.readString(target).equals(text)) {
                throw new TamperedException(
                        target + " was published for other records than the store now has");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void publish(PublicKey key) {
        String text =
                PEM_BEGIN
                        + "\n"
                        + Base64.getEncoder().encodeToString(key.getEncoded())
                        + "\n"
                        + PEM_END
                        + "\n";
        try {
            Files.createDirectories(folder);
            write(folder.resolve(KEY_FILE), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path target, String text) throws IOException {
        Path fresh = folder.resolve("." + target.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(
                fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What was published, in order of number.
     *
     * @throws IllegalArgumentException a file is no checkpoint; the message names it
     */
    public List<Checkpoint> read() throws IOException {
        return read(PREFIX, Checkpoint::parse, Checkpoint::number);
    }

    /**
     * The statements about records that were let go, in order of number.
     *
     * @throws IllegalArgumentException a file is no such statement; the message names it
     */
    public List<Retirement> readRetirements() throws IOException {
        return read(RETIRED, Retirement::parse, Retirement::number);
    }

    private <T> List<T> read(String prefix, Function<String, T> parse, ToLongFunction<T> number)
            throws IOException {
        List<T> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        List<Path> files;
        try (Stream<Path> names = Files.list(folder)) {
            files = names.filter(file -> isNamed(file, prefix)).toList();
        }
        for (Path file : files) {
            try {
                all.add(parse.apply(Files.readString(file).stripTrailing()));
            } catch (IllegalArgumentException | IOException e) {
                throw new IllegalArgumentException(
                        file + " is not what was published as " + prefix + "*", e);
            }
        }
        all.sort(Comparator.comparingLong(number));
        return all;
    }

    private static boolean isNamed(Path file, String prefix) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(prefix) && name.endsWith(SUFFIX);
    }

    /** Where the public key is published. */
    public Path keyFile() {
        return folder.resolve(KEY_FILE);
    }

    /**
     * Reads a public key in PEM form.
     *
     * @throws IllegalArgumentException the file holds none
     */
    public static PublicKey readKey(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.startsWith(PEM_BEGIN) || !text.endsWith(PEM_END)) {
            throw new IllegalArgumentException(file + " holds no public key");
        }
        String body = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length());
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds no Ed25519 public key", e);
        }
    }
}
