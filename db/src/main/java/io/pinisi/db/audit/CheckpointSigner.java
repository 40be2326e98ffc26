package io.pinisi.db.audit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/** Signs checkpoints with Ed25519 (RFC 8032), and tells whether a signature is a key's. */
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
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(unsigned.statement());
            return unsigned.signed(HexFormat.of().formatHex(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the audit key does not sign", e);
        }
    }

    /** Whether the checkpoint was signed, as it stands, with this key's private half. */
    static boolean holds(Checkpoint checkpoint, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(checkpoint.statement());
            byte[] signed = HexFormat.of().parseHex(checkpoint.signature());
            return checkpoint.keyId().equals(keyId(key))
                    && HexFormat.of().formatHex(signed).equals(checkpoint.signature())
                    && signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
