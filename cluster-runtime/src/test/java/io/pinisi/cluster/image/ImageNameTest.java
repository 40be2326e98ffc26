package io.pinisi.cluster.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest",
        "nginx:1.27, docker.io/library/nginx:1.27",
        "pinisi/web:1.0, docker.io/pinisi/web:1.0",
        "docker.io/nginx, docker.io/library/nginx:latest",
        "index.docker.io/library/nginx:1, docker.io/library/nginx:1",
        "registry.k8s.io/pause:3.8, registry.k8s.io/pause:3.8",
        "localhost/x, localhost/x:latest",
        "localhost:5000/x, localhost:5000/x:latest",
        "host:5000/a/b/c:v1, host:5000/a/b/c:v1",
        "nginx@sha256:ab, docker.io/library/nginx@sha256:ab",
        "nginx:1.27@sha256:ab, docker.io/library/nginx@sha256:ab"
    })
    void shortNamesAreCompleted(String written, String full) {
        assertEquals(full, ImageName.parse(written).toString());
    }

    @Test
    void anEmptyPartIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ImageName.parse(""));
        assertThrows(IllegalArgumentException.class, () -> ImageName.parse("nginx:"));
        assertThrows(IllegalArgumentException.class, () -> ImageName.parse("a.b/"));
    }
}
