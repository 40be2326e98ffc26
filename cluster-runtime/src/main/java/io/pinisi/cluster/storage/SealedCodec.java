package io.pinisi.cluster.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM over each value, with the storage key as additional data. A value is {@code form (1
 * byte), key id (1), nonce (12), ciphertext and tag}; the newest key of the ring writes, every key
 * reads.
 */
public final class SealedCodec implements ValueCodec {
    private static final byte FORM = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    public SealedCodec(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public byte[] encode(String key, byte[] json) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        KeyRing.Entry newest = keys.newest();
        byte[] sealed = run(Cipher.ENCRYPT_MODE, newest.key(), nonce, key, json);
        return ByteBuffer.allocate(2 + NONCE_BYTES + sealed.length)
                .put(FORM)
                .put((byte) newest.id())
                .put(nonce)
                .put(sealed)
                .array();
    }

    @Override
    public byte[] decode(String key, byte[] stored) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        if (stored.length < 2 + NONCE_BYTES || buffer.get() != FORM) {
            throw new IllegalStateException(key + " is not sealed as expected");
        }
        SecretKey secret = keys.byId(Byte.toUnsignedInt(buffer.get()));
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        return run(Cipher.DECRYPT_MODE, secret, nonce, key, sealed);
    }

    private static byte[] run(int mode, SecretKey secret, byte[] nonce, String key, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(key.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(key + " cannot be sealed or opened with our keys", e);
        }
    }
}
