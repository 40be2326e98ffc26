package io.pinisi.cluster.ingress;

import io.pinisi.cluster.ingress.gateway.Identity;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.pki.Pem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import tools.jackson.databind.node.ObjectNode;

/** Reads certificate and key out of a secret, in each of the forms that tools write keys in. */
final class TlsSecret {
    private TlsSecret() {}

    /**
     * @throws GeneralSecurityException where it holds no certificate, no key, or not the key of the
     *     certificate; the message says which
     */
    static Identity read(ObjectNode secret) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(text(secret, "tls.crt"));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("tls.crt holds no certificate");
        }
        PrivateKey key = key(text(secret, "tls.key"));
        String expected = chain.getFirst().getPublicKey().getAlgorithm();
        if (!expected.equals(key.getAlgorithm())) {
            throw new GeneralSecurityException("tls.key is not the key of the certificate");
        }
        return new Identity(chain, key);
    }

    private static PrivateKey key(String text) throws GeneralSecurityException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object read = parser.readObject(); read != null; read = parser.readObject()) {
                switch (read) {
                    case PEMKeyPair pair -> {
                        return converter.getKeyPair(pair).getPrivate();
                    }
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    default -> {} // parameters of a curve may stand before the key
                }
            }
        } catch (IOException e) {
            throw new GeneralSecurityException("tls.key cannot be read", e);
        }
        throw new GeneralSecurityException("tls.key holds no private key");
    }

    private static String text(ObjectNode secret, String name) throws GeneralSecurityException {
        String encoded = Json.text(secret, "data", name);
        if (encoded == null) {
            throw new GeneralSecurityException("the secret has no " + name);
        }
        try {
            return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(name + " is not base64", e);
        }
    }
}
