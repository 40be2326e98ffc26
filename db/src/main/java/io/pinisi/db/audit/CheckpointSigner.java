package io.pinisi.db.audit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/**
 * Signs checkpoints, and what else is evidence, with Ed25519 (RFC 8032), and tells whether a
 * signature is a key's.
 */
public final class CheckpointSigner {
    private static final String ALGORITHM = "Ed25519";

    private final KeyPair keys;

    public CheckpointSigner(KeyPair keys) {
        this.keys = keys;
    }

    /** The name of a key: the digest of its public half. */
    public static String keyId(PublicKey key) {
        return HexFormat.of().formatHex(MerkleTree.sha256().digest(key.getEncoded()));
    }

    public PublicKey publicKey() {
        return keys.getPublic();
    }

    Checkpoint sign(Checkpoint unsigned) {
        return unsigned.signed(sign(unsigned.statement()));
    }

    Retirement sign(Retirement unsigned) {
        return unsigned.signed(sign(unsigned.statement()));
    }

    /** The signature of a statement, in hexadecimal. */
    public String sign(byte[] statement) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(statement);
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the audit key does not sign", e);
        }
    }

    /** Whether the checkpoint was signed, as it stands, with this key's private half. */
    static boolean holds(Checkpoint checkpoint, PublicKey key) {
        return checkpoint.keyId().equals(keyId(key))
                && holds(checkpoint.statement(), checkpoint.signature(), key);
    }

    static boolean holds(Retirement retirement, PublicKey key) {
        return retirement.keyId().equals(keyId(key))
                && holds(retirement.statement(), retirement.signature(), key);
    }

    /** Whether a signature is the key's and spelt as {@link #sign(byte[])} spells it. */
    public static boolean holds(byte[] statement, String hexadecimal, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(statement);
            byte[] signed = HexFormat.of().parseHex(hexadecimal);
            return HexFormat.of().formatHex(signed).equals(hexadecimal) && signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
