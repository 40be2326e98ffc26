package io.pinisi.cluster.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that values are sealed with, kept in a file of lines {@code id:base64}. The last line is
 * the newest; older ones stay until everything has been written anew.
 */
public final class KeyRing {
    private static final String DIGEST = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAX_ID = 255;

    private final List<Entry> entries;

    /** One key; its number is written into each value that it seals. */
    record Entry(int id, SecretKey key) {
        Entry {
            if (id < 1 || id > MAX_ID) {
                throw new IllegalArgumentException("key id " + id + " is not within 1..255");
            }
        }
    }

    private KeyRing(List<Entry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the key file holds no key");
        }
        this.entries = List.copyOf(entries);
    }

    /** Reads the file, or makes it with one fresh key, readable by its owner alone. */
    public static KeyRing openOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + file + " cannot be used", e);
        }
    }

    /** A ring that is never written anywhere, for stores that live in memory. */
    public static KeyRing ephemeral() {
        return new KeyRing(List.of(new Entry(1, fresh())));
    }

    private static void create(Path file) throws IOException {
        Path home = file.toAbsolutePath().getParent();
        if (home != null) {
            Files.createDirectories(home);
        }
        String line = "1:" + Base64.getEncoder().encodeToString(fresh().getEncoded()) + "\n";
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            channel.write(java.nio.charset.StandardCharsets.US_ASCII.encode(line));
            channel.force(true);
        }
    }

    private static SecretKey fresh() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    private static KeyRing parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                continue;
            }
            if (colon < 1) {
                throw new IllegalArgumentException("a line of the key file is not id:base64");
            }
            byte[] key = Base64.getDecoder().decode(line.substring(colon + 1).strip());
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key of the key file is not 32 bytes long");
            }
            entries.add(
                    new Entry(
                            Integer.parseInt(line.substring(0, colon).strip()),
                            new SecretKeySpec(key, "AES")));
        }
        return new KeyRing(entries);
    }

    /** A digest that only the holder of the ring can make: equal for equal bytes, and no more. */
    public String digest(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(new SecretKeySpec(newest().key().getEncoded(), DIGEST));
            return "hmac-sha256:" + HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + DIGEST, e);
        }
    }

    Entry newest() {
        return entries.getLast();
    }

    SecretKey byId(int id) {
        return entries.stream()
                .filter(entry -> entry.id() == id)
                .map(Entry::key)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the key file lacks key number " + id));
    }
}
