package io.pinisi.cluster.apiserver.discovery;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Tells clients when the stored form of a resource changes: eight bytes over its kind. */
final class StorageVersionHash {
    private StorageVersionHash() {}

    static String of(GroupVersionKind kind) {
        String text = kind.group() + "/" + kind.version() + "/" + kind.kind();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
