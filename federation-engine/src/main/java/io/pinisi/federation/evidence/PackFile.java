package io.pinisi.federation.evidence;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.PartCheck;
import io.pinisi.db.audit.Verification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a pack with nothing but the public key: the manifest's signature, each file by its digest,
 * and each audit record by its proof. A file that the manifest does not name is a fault as well.
 */
public final class PackFile {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int MANIFEST_BYTES_MAX = 1 << 20;

    private PackFile() {}

    /** What was found. */
    public sealed interface Found {}

    /**
     * @param proven audit records that signed checkpoints vouch for
     * @param unproven audit records that were newer than the last checkpoint
     */
    public record Whole(
            String control, String madeAt, String madeBy, int files, long proven, long unproven)
            implements Found {}

    /** The first thing that is not what was packed. */
    public record Harmed(String reason) implements Found {}

    /** Ends the check where something is wrong. */
    private static final class HarmedException extends Exception {
        private static final long serialVersionUID = 1L;

        HarmedException(String message) {
            super(message);
        }
    }

    public static Found check(Path pack, PublicKey key) throws IOException {
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            return check(zip, key);
        } catch (HarmedException e) {
            return new Harmed(String.valueOf(e.getMessage()));
        } catch (ZipException e) {
            return new Harmed("it is no ZIP file: " + e.getMessage());
        } catch (ApiException | IllegalArgumentException e) {
            return new Harmed("it cannot be read: " + e.getMessage());
        }
    }

    private static Whole check(ZipFile zip, PublicKey key) throws IOException, HarmedException {
        ObjectNode manifest = manifest(zip, key);
        Map<String, ZipEntry> found = entries(zip);
        for (JsonNode file : manifest.path("files")) {
            checkFile(zip, found.remove(file.path("name").asString("")), file);
        }
        if (!found.isEmpty()) {
            throw new HarmedException(
                    found.keySet().iterator().next() + " is not named in the manifest");
        }
        long proven = 0;
        long unproven = 0;
        PartCheck log = PartCheck.against(checkpoints(zip), key);
        for (JsonNode file : manifest.path("files")) {
            String name = file.path("name").asString("");
            if (name.startsWith(PackWriter.RECORDS)) {
                PartCheck.Part part = records(zip, name, log.another());
                proven += part.proven();
                unproven += part.unproven();
            }
        }
        return new Whole(
                manifest.path("control").asString(""),
                manifest.path("madeAt").asString(""),
                manifest.path("madeBy").asString(""),
                manifest.path("files").size(),
                proven,
                unproven);
    }

    private static ObjectNode manifest(ZipFile zip, PublicKey key)
            throws IOException, HarmedException {
        byte[] text = small(zip, PackZip.MANIFEST);
        String signature = new String(small(zip, PackZip.SIGNATURE), StandardCharsets.US_ASCII);
        if (!CheckpointSigner.holds(text, signature, key)) {
            throw new HarmedException("the manifest is not signed with the given key");
        }
        return Json.parse(text);
    }

    private static byte[] small(ZipFile zip, String name) throws IOException, HarmedException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new HarmedException(name + " is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(MANIFEST_BYTES_MAX + 1);
            if (content.length > MANIFEST_BYTES_MAX) {
                throw new HarmedException(name + " is too long to be one");
            }
            return content;
        }
    }

    /** All but manifest and signature; a name that is there twice could hide a content. */
    private static Map<String, ZipEntry> entries(ZipFile zip) throws HarmedException {
        Map<String, ZipEntry> found = new HashMap<>();
        for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
            if (found.put(entry.getName(), entry) != null) {
                throw new HarmedException(entry.getName() + " is there twice");
            }
        }
        found.remove(PackZip.MANIFEST);
        found.remove(PackZip.SIGNATURE);
        return found;
    }

    /** Never reads on behind the length that was signed. */
    private static void checkFile(ZipFile zip, @Nullable ZipEntry entry, JsonNode file)
            throws IOException, HarmedException {
        String name = file.path("name").asString("");
        if (entry == null) {
            throw new HarmedException(name + " is missing");
        }
        MessageDigest digest = PackZip.sha256();
        long left = file.path("bytes").asLong(0);
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                left -= read;
                if (left < 0) {
                    throw new HarmedException(name + " is longer than what was packed");
                }
                digest.update(piece, 0, read);
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(file.path("sha256").asString(""))) {
            throw new HarmedException(name + " is not what was packed");
        }
    }

    private static List<Checkpoint> checkpoints(ZipFile zip) throws IOException, HarmedException {
        List<Checkpoint> all = new ArrayList<>();
        try (BufferedReader lines = lines(zip, PackWriter.CHECKPOINTS)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(Checkpoint.parse(line));
            }
        }
        return all;
    }

    private static PartCheck.Part records(ZipFile zip, String name, PartCheck check)
            throws IOException, HarmedException {
        try (BufferedReader lines = lines(zip, name)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                check.addLine(line);
            }
        }
        return switch (check.end()) {
            case PartCheck.Part part -> part;
            case Verification.Broken broken ->
                    throw new HarmedException(
                            name + ": record " + broken.sequence() + ": " + broken.reason());
        };
    }

    private static BufferedReader lines(ZipFile zip, String name)
            throws IOException, HarmedException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new HarmedException(name + " is missing");
        }
        return new BufferedReader(
                new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8));
    }
}
