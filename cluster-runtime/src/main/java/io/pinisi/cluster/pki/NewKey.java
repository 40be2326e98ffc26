package io.pinisi.cluster.pki;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key of our own that is to be certified by somebody else. It never leaves the process. */
public final class NewKey {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final KeyPair pair;

    private NewKey(KeyPair pair) {
        this.pair = pair;
    }

    public static NewKey generate() {
        return new NewKey(Authority.keyPair(new SecureRandom()));
    }

    /** The request for a certificate, as PEM. */
    public String request(String commonName, List<String> organisations) {
        X500NameBuilder subject = new X500NameBuilder();
        organisations.forEach(organisation -> subject.addRDN(BCStyle.O, organisation));
        subject.addRDN(BCStyle.CN, commonName);
        try {
            byte[] der =
                    new JcaPKCS10CertificationRequestBuilder(subject.build(), pair.getPublic())
                            .build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate()))
                            .getEncoded();
            return "-----BEGIN CERTIFICATE REQUEST-----\n"
                    + LINES.encodeToString(der)
                    + "\n-----END CERTIFICATE REQUEST-----\n";
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("the request cannot be made", e);
        }
    }

    /**
     * @throws IllegalArgumentException where the certificate is for another key
     */
    public Credential certified(X509Certificate certificate, X509Certificate authority) {
        if (!certificate.getPublicKey().equals(pair.getPublic())) {
            throw new IllegalArgumentException("the certificate is for another key");
        }
        PrivateKey key = pair.getPrivate();
        return new Credential(certificate, key, authority);
    }
}
