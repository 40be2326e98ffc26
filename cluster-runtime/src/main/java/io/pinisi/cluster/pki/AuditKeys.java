package io.pinisi.cluster.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * The key pair of audit checkpoints; with another one, earlier checkpoints could not be checked.
 */
final class AuditKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final String KEY = "audit.key";
    private static final String PUBLIC_KEY = "audit.pub";

    private AuditKeys() {}

    static KeyPair open(KeyFiles files) throws IOException, GeneralSecurityException {
        Optional<String> key = files.read(KEY);
        Optional<String> pub = files.read(PUBLIC_KEY);
        if (key.isPresent() && pub.isPresent()) {
            byte[] der = Base64.getMimeDecoder().decode(pub.get().strip());
            return new KeyPair(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)),
                    Pem.privateKey(key.get()));
        }
        KeyPair fresh = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        files.write(KEY, Pem.of(fresh.getPrivate()));
        files.write(
                PUBLIC_KEY, Base64.getMimeEncoder().encodeToString(fresh.getPublic().getEncoded()));
        return fresh;
    }
}
