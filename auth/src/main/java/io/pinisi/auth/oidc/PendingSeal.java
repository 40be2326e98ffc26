package io.pinisi.auth.oidc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets the browser keep a {@link Pending} that it can neither read nor change (AES-256-GCM), so
 * that strangers cannot fill the server's memory with trips they never finish. The key lives as
 * long as the process.
 */
final class PendingSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 3500;
    private static final int FIELDS = 7;

    private final SecureRandom random;
    private final SecretKey key;

    PendingSeal(SecureRandom random) {
        this.random = random;
        this.key = new SecretKeySpec(bytes(KEY_BYTES), "AES");
    }

    String seal(Pending pending) {
        byte[] nonce = bytes(NONCE_BYTES);
        byte[] plain =
                String.join(
                                "\n",
                                pending.provider(),
                                pending.client(),
                                pending.state(),
                                pending.nonce(),
                                pending.verifier(),
                                Long.toString(pending.begun().toEpochMilli()),
                                pending.to())
                        .getBytes(StandardCharsets.UTF_8);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            ByteBuffer.allocate(nonce.length + sealed.length)
                                    .put(nonce)
                                    .put(sealed)
                                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty where it is none of ours. */
    Optional<Pending> open(String sealed) {
        if (sealed.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
            if (bytes.remaining() <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            bytes.get(nonce);
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(rest);
            return Optional.of(
                    pending(
                            List.of(
                                    new String(plain, StandardCharsets.UTF_8)
                                            .split("\n", FIELDS))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Pending pending(List<String> fields) {
        return new Pending(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.get(6),
                Instant.ofEpochMilli(Long.parseLong(fields.get(5))));
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
