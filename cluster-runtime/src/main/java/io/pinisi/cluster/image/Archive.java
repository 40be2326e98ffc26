package io.pinisi.cluster.image;

import io.pinisi.cluster.machinery.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One archive, held open: the images it names and every blob by digest. A compressed archive is
 * unpacked into a file that has no name any more, so nothing is left behind however we end.
 */
final class Archive implements AutoCloseable {
    /** Indexes, manifests and configurations are small; anything longer is no such thing. */
    static final int JSON_BYTES_MAX = 4 * 1024 * 1024;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final FileChannel channel;
    private final Map<ImageName, String> images = new HashMap<>();
    private final Map<String, Blob> blobs = new HashMap<>();

    private Archive(FileChannel channel) {
        this.channel = channel;
    }

    static Archive open(Path file) throws IOException {
        Archive archive = new Archive(uncompressed(file));
        try {
            TarIndex files = TarIndex.read(archive.channel);
            if (files.file("index.json") != null) {
                OciLayout.read(files, archive);
            }
            if (files.file("manifest.json") != null && archive.images.isEmpty()) {
                DockerArchive.read(files, archive);
            }
            if (archive.images.isEmpty()) {
                throw new IOException(
                        "it names no image, neither as OCI layout nor docker-archive");
            }
            return archive;
        } catch (JacksonException | IllegalArgumentException e) {
            archive.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            archive.close();
            throw e;
        }
    }

    void addImage(ImageName name, String digest) {
        images.put(name, digest);
    }

    void addBlob(String digest, Blob blob) {
        blobs.put(digest, blob);
    }

    Map<ImageName, String> images() {
        return images;
    }

    Map<String, Blob> blobs() {
        return blobs;
    }

    /** A file of the archive as JSON. */
    static JsonNode json(TarIndex files, String name) throws IOException {
        @Nullable Blob file = files.file(name);
        if (file == null) {
            throw new IOException("it has no " + name);
        }
        return Json.mapper().readTree(file.read(JSON_BYTES_MAX));
    }

    static boolean isCompressed(Blob blob) throws IOException {
        if (blob.size() < 2) {
            return false;
        }
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        blob.copy(0, 2, start);
        byte[] magic = start.toByteArray();
        return (magic[0] & 0xff) == GZIP_FIRST && (magic[1] & 0xff) == GZIP_SECOND;
    }

    private static FileChannel uncompressed(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        if (!isCompressed(new Blob.InArchive(channel, 0, channel.size()))) {
            return channel;
        }
        try (channel) {
            return unpacked(channel);
        }
    }

    private static FileChannel unpacked(FileChannel compressed) throws IOException {
        Path temporary = Files.createTempFile("pinisi-image", ".tar");
        FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(temporary);
        try (InputStream in = new GZIPInputStream(Channels.newInputStream(compressed), 1 << 16)) {
            OutputStream out = Channels.newOutputStream(channel);
            in.transferTo(out);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
