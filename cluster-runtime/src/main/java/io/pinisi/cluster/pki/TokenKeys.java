package io.pinisi.cluster.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The key pair of service-account tokens; losing it would end every token, so it is kept. */
final class TokenKeys {
    private TokenKeys() {}

    static KeyPair open(KeyFiles files, SecureRandom random)
            throws IOException, GeneralSecurityException {
        Optional<String> key = files.read("service-account.key");
        Optional<String> pub = files.read("service-account.pub");
        if (key.isPresent() && pub.isPresent()) {
            PrivateKey privateKey = Pem.privateKey(key.get());
            byte[] der = Base64.getMimeDecoder().decode(pub.get().strip());
            PublicKey publicKey =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            return new KeyPair(publicKey, privateKey);
        }
        KeyPair fresh = Authority.keyPair(random);
        files.write("service-account.key", Pem.of(fresh.getPrivate()));
        files.write(
                "service-account.pub",
                Base64.getMimeEncoder().encodeToString(fresh.getPublic().getEncoded()));
        return fresh;
    }
}
