package io.pinisi.cluster.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Small but true images for the tests, in both archive formats. */
final class ImageArchives {
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private ImageArchives() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A layer with one file. */
    static byte[] layer(String file, String content) {
        return new TarWriter().file(file, content).end();
    }

    static byte[] config(byte[] layer) {
        return bytes(
                """
                {"architecture":"%s","os":"linux","config":{"Cmd":["/none"]},\
                "rootfs":{"type":"layers","diff_ids":["%s"]}}\
                """
                        .formatted(architecture(), digest(layer)));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    static byte[] ociManifest(byte[] config, byte[] layer) {
        return bytes(
                """
                {"schemaVersion":2,"mediaType":"%s","config":{\
                "mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
                "digest":"%s","size":%d}]}\
                """
                        .formatted(
                                OCI_MANIFEST,
                                digest(config),
                                config.length,
                                digest(layer),
                                layer.length));
    }

    static byte[] ociLayout(String annotation, String name, byte[] layer) {
        byte[] config = config(layer);
        byte[] manifest = ociManifest(config, layer);
        TarWriter tar = new TarWriter().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        for (byte[] blob : new byte[][] {layer, config, manifest}) {
            tar.file("blobs/sha256/" + digest(blob).substring("sha256:".length()), blob);
        }
        return tar.file(
                        "index.json",
                        """
                        {"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"%s",\
                        "size":%d,"annotations":{"%s":"%s"}}]}\
                        """
                                .formatted(
                                        OCI_MANIFEST,
                                        digest(manifest),
                                        manifest.length,
                                        annotation,
                                        name))
                .end();
    }

    static byte[] dockerArchive(String name, byte[] layer) {
        byte[] config = config(layer);
        return new TarWriter()
                .file("abc/layer.tar", layer)
                .file("config.json", config)
                .file(
                        "manifest.json",
                        """
                        [{"Config":"config.json","RepoTags":["%s"],"Layers":["abc/layer.tar"]}]\
                        """
                                .formatted(name))
                .end();
    }
}
