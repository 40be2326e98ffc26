package io.pinisi.federation.evidence;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.CheckpointSigner;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pack while it is written: each file's digest goes into the manifest, which comes last. */
final class PackZip implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";

    /** All files of a pack together, before they are compressed. */
    private static final long BYTES_MAX = 4L << 30;

    private final ZipOutputStream zip;
    private final ArrayNode files = Json.object().putArray("files");
    private long left = BYTES_MAX;

    /** Writes the content of one file. */
    interface Content {
        void to(OutputStream out) throws IOException;
    }

    PackZip(Path target) throws IOException {
        this.zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)));
    }

    /**
     * @param says what a reader finds in it
     */
    void add(String name, String says, Content content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        MessageDigest digest = sha256();
        Counted counted = new Counted(new DigestOutputStream(zip, digest));
        content.to(counted);
        counted.flush();
        zip.closeEntry();
        files.addObject()
                .put("name", name)
                .put("bytes", counted.bytes)
                .put("sha256", HexFormat.of().formatHex(digest.digest()))
                .put("says", says);
    }

    /**
     * @return the digest of the manifest
     */
    String seal(ObjectNode manifest, CheckpointSigner signer) throws IOException {
        manifest.set("files", files);
        manifest.put("keyId", CheckpointSigner.keyId(signer.publicKey()));
        byte[] text = Json.bytes(manifest);
        put(MANIFEST, text);
        put(SIGNATURE, signer.sign(text).getBytes(StandardCharsets.US_ASCII));
        zip.finish();
        return HexFormat.of().formatHex(sha256().digest(text));
    }

    private void put(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Knows how much went through, and when that is too much; does not close the zip. */
    private final class Counted extends FilterOutputStream {
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] piece, int from, int length) throws IOException {
            bytes += length;
            left -= length;
            if (left < 0) {
                throw new ApiException(
                        Reason.REQUEST_ENTITY_TOO_LARGE,
                        "the pack would be too large, ask for a shorter time");
            }
            out.write(piece, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
