package io.pinisi.cluster.node.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Images built from this machine's own programs, so that tests need no registry. */
public final class TestImages {
    public static final String BUSYBOX = "docker.io/library/busybox:test";
    private static final Path PROGRAM = Path.of("/bin/busybox");
    private static final List<String> APPLETS =
            List.of(
                    "sh",
                    "sleep",
                    "cat",
                    "ls",
                    "id",
                    "wget",
                    "httpd",
                    "nslookup",
                    "nc",
                    "env",
                    "touch",
                    "hostname",
                    "grep",
                    "mkdir",
                    "dd",
                    "readlink",
                    "stat",
                    "true",
                    "false",
                    "head",
                    "tail",
                    "date",
                    "mount",
                    "kill",
                    "ps",
                    "echo",
                    "test",
                    "df",
                    "ip");

    private TestImages() {}

    /** Busybox with a shell as its start. */
    public static Path busybox(Path folder) {
        try {
            Tar layer = new Tar();
            layer.folder("bin", 0755);
            layer.folder("tmp", 01777);
            layer.folder("etc", 0755);
            layer.add(
                    "etc/passwd",
                    "root:x:0:0:root:/:/bin/sh\n".getBytes(StandardCharsets.UTF_8),
                    0644);
            layer.add("bin/busybox", Files.readAllBytes(PROGRAM), 0755);
            APPLETS.forEach(applet -> layer.link("bin/" + applet, "busybox"));
            Path archive = folder.resolve("busybox.tar");
            Files.write(archive, PauseImage.archive(BUSYBOX, layer.finish(), List.of("/bin/sh")));
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
