package io.pinisi.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Manifests kept beside the tests. */
final class Manifests {
    private Manifests() {}

    static String read(String name) {
        try (InputStream stream = Manifests.class.getResourceAsStream("/manifests/" + name)) {
            return new String(
                    Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
