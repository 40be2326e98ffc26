package io.pinisi.cluster.image;

import static io.pinisi.cluster.image.ImageArchives.bytes;
import static io.pinisi.cluster.image.ImageArchives.digest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ImageMirrorTest {
    private static final String NAME = "io.containerd.image.name";
    private static final byte[] LAYER = ImageArchives.layer("hello", "Hello from a layer");

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private ImageMirror mirror;
    private URI base;

    @BeforeEach
    void start() throws IOException {
        mirror = ImageMirror.start(folder, folder.resolve("later"));
        InetSocketAddress address =
                mirror.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        base = URI.create("http://127.0.0.1:" + address.getPort());
    }

    @AfterEach
    void stop() {
        client.close();
        mirror.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void itSaysThatItIsARegistry() throws Exception {
        HttpResponse<byte[]> answer = get("/v2/");
        assertEquals(200, answer.statusCode());
        assertEquals("registry/2.0", header(answer, "Docker-Distribution-Api-Version"));
    }

    @Test
    void anOciLayoutIsServedAsItIs() throws Exception {
        Files.write(
                folder.resolve("web.tar"),
                ImageArchives.ociLayout(NAME, "docker.io/library/hello:1.0", LAYER));
        byte[] config = ImageArchives.config(LAYER);
        byte[] manifest = ImageArchives.ociManifest(config, LAYER);

        HttpResponse<byte[]> byTag = get("/v2/library/hello/manifests/1.0?ns=docker.io");
        assertArrayEquals(manifest, byTag.body());
        assertEquals(ImageArchives.OCI_MANIFEST, header(byTag, "Content-Type"));
        assertEquals(digest(manifest), header(byTag, "Docker-Content-Digest"));

        assertArrayEquals(manifest, get("/v2/library/hello/manifests/" + digest(manifest)).body());
        assertArrayEquals(config, get("/v2/library/hello/blobs/" + digest(config)).body());
        assertArrayEquals(LAYER, get("/v2/library/hello/blobs/" + digest(LAYER)).body());
    }

    @Test
    void aReferenceInTheOciAnnotationCountsWhenItIsWhole() throws Exception {
        Files.write(
                folder.resolve("a.tar"),
                ImageArchives.ociLayout("org.opencontainers.image.ref.name", "hello:1", LAYER));
        assertEquals(Set.of("docker.io/library/hello:1"), mirror.names());
    }

    @Test
    void aDockerArchiveGetsAManifestWithTrueDigests() throws Exception {
        Files.write(folder.resolve("d.tar"), ImageArchives.dockerArchive("hello:2.0", LAYER));
        checkDockerManifest("2.0", "application/vnd.docker.image.rootfs.diff.tar", LAYER);
    }

    @Test
    void aCompressedLayerOfADockerArchiveIsNamedSo() throws Exception {
        byte[] compressed = gzip(LAYER);
        Files.write(folder.resolve("d.tar"), ImageArchives.dockerArchive("hello:2.0", compressed));
        checkDockerManifest("2.0", "application/vnd.docker.image.rootfs.diff.tar.gzip", compressed);
    }

    private void checkDockerManifest(String tag, String layerType, byte[] layer) throws Exception {
        HttpResponse<byte[]> answer = get("/v2/library/hello/manifests/" + tag + "?ns=docker.io");
        assertEquals(200, answer.statusCode());
        assertEquals(MediaTypes.DOCKER_MANIFEST, header(answer, "Content-Type"));
        assertEquals(digest(answer.body()), header(answer, "Docker-Content-Digest"));
        ObjectNode manifest = Json.parse(answer.body());
        JsonNode descriptor = manifest.path("layers").path(0);
        assertEquals(layerType, Json.text(descriptor, "mediaType"));
        assertEquals(digest(layer), Json.text(descriptor, "digest"));
        assertEquals(layer.length, descriptor.path("size").asInt());
        assertArrayEquals(layer, get("/v2/x/blobs/" + digest(layer)).body());
        String config = Json.text(manifest, "config", "digest");
        assertEquals(config, digest(get("/v2/x/blobs/" + config).body()));
    }

    @Test
    void compressedArchivesAreReadToo() throws Exception {
        Files.write(
                folder.resolve("a.tar.gz"), gzip(ImageArchives.dockerArchive("hello:3", LAYER)));
        assertEquals(200, get("/v2/library/hello/manifests/3").statusCode());
        assertArrayEquals(LAYER, get("/v2/library/hello/blobs/" + digest(LAYER)).body());
    }

    @Test
    void headAnswersWithTheLengthAndNoBody() throws Exception {
        Files.write(folder.resolve("d.tar"), ImageArchives.dockerArchive("hello", LAYER));
        HttpResponse<byte[]> answer =
                client.send(
                        HttpRequest.newBuilder(base.resolve("/v2/library/hello/manifests/latest"))
                                .HEAD()
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        byte[] manifest = get("/v2/library/hello/manifests/latest").body();
        assertEquals(200, answer.statusCode());
        assertEquals(0, answer.body().length);
        assertEquals(String.valueOf(manifest.length), header(answer, "Content-Length"));
        assertEquals(digest(manifest), header(answer, "Docker-Content-Digest"));
    }

    @Test
    void blobsAreServedInParts() throws Exception {
        Files.write(folder.resolve("d.tar"), ImageArchives.dockerArchive("hello", LAYER));
        assertEquals(Set.of("docker.io/library/hello:latest"), mirror.names());
        String blob = "/v2/library/hello/blobs/" + digest(LAYER);

        HttpResponse<byte[]> middle = get(blob, "Range", "bytes=512-529");
        assertEquals(206, middle.statusCode());
        assertArrayEquals(bytes("Hello from a layer"), middle.body());
        assertEquals("bytes 512-529/" + LAYER.length, header(middle, "Content-Range"));
        assertArrayEquals(
                Arrays.copyOfRange(LAYER, 600, LAYER.length),
                get(blob, "Range", "bytes=600-").body());
        assertEquals(7, get(blob, "Range", "bytes=-7").body().length);
        assertEquals(416, get(blob, "Range", "bytes=999999-").statusCode());
        assertEquals(200, get(blob, "Range", "bytes=0-1,3-4").statusCode());
    }

    @Test
    void whatIsMissingIsA404ThatRegistriesWouldGive() throws Exception {
        HttpResponse<byte[]> manifest = get("/v2/library/none/manifests/latest?ns=docker.io");
        assertEquals(404, manifest.statusCode());
        assertEquals("MANIFEST_UNKNOWN", code(manifest));
        assertEquals("BLOB_UNKNOWN", code(get("/v2/library/none/blobs/sha256:00")));
        assertEquals("NAME_UNKNOWN", code(get("/v2/library")));
        HttpResponse<byte[]> push =
                client.send(
                        HttpRequest.newBuilder(base.resolve("/v2/x/blobs/uploads/"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(405, push.statusCode());
    }

    private static String code(HttpResponse<byte[]> response) {
        return Json.parse(response.body()).path("errors").path(0).path("code").asString();
    }

    @Test
    void theNamespaceSaysWhichHostIsMirrored() throws Exception {
        Files.write(
                folder.resolve("p.tar"),
                ImageArchives.ociLayout(NAME, "registry.k8s.io/pause:3.8", LAYER));
        assertEquals(200, get("/v2/pause/manifests/3.8?ns=registry.k8s.io").statusCode());
        assertEquals(404, get("/v2/pause/manifests/3.8?ns=docker.io").statusCode());
        assertEquals(404, get("/v2/pause/manifests/3.8").statusCode());
    }

    @Test
    void archivesAreNoticedAsTheyComeChangeAndGo() throws Exception {
        String path = "/v2/library/hello/manifests/latest";
        assertEquals(404, get(path).statusCode());
        byte[] archive = ImageArchives.dockerArchive("hello", LAYER);

        Path file = folder.resolve("d.tar");
        Files.write(file, Arrays.copyOf(archive, 1500));
        assertEquals(404, get(path).statusCode(), "half written");
        Files.write(file, archive);
        HttpResponse<byte[]> first = get(path);
        assertEquals(200, first.statusCode());

        Files.write(
                folder.resolve("newer.tar"),
                ImageArchives.dockerArchive("hello", ImageArchives.layer("hello", "changed")));
        Files.setLastModifiedTime(
                folder.resolve("newer.tar"),
                FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1000));
        HttpResponse<byte[]> second = get(path);
        assertTrue(!Arrays.equals(first.body(), second.body()), "the newer archive is served");

        Files.delete(file);
        Files.delete(folder.resolve("newer.tar"));
        assertEquals(404, get(path).statusCode());
    }

    @Test
    void aFolderMayComeLater() throws Exception {
        assertEquals(Set.of(), mirror.names());
        Path later = Files.createDirectory(folder.resolve("later"));
        Files.write(later.resolve("d.tar"), ImageArchives.dockerArchive("hello", LAYER));
        assertEquals(Set.of("docker.io/library/hello:latest"), mirror.names());
    }

    @Test
    void oneBadArchiveHidesNoOther() throws Exception {
        Files.writeString(folder.resolve("bad.tar"), "no archive");
        Files.write(folder.resolve("empty.tar"), new TarWriter().end());
        Files.write(
                folder.resolve("odd.tar"),
                new TarWriter().file("manifest.json", "[{\"Config\":\"gone\"}]").end());
        Files.write(folder.resolve("torn.tar.gz"), Arrays.copyOf(gzip(LAYER), 40));
        Files.write(folder.resolve("good.tar"), ImageArchives.dockerArchive("hello", LAYER));
        assertEquals(Set.of("docker.io/library/hello:latest"), mirror.names());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
