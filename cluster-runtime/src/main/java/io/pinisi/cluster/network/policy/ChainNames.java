package io.pinisi.cluster.network.policy;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of chains are short and of few letters; objects' names are neither. */
final class ChainNames {
    private static final int BYTES = 10;

    private ChainNames() {}

    static String hash(ObjectKey key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
