package io.pinisi.cluster.registry.certificates;

import io.pinisi.cluster.pki.CertificateRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The PEM of a PKCS #10 request, as it stands base64-encoded in {@code spec.request}. */
public final class SigningRequest {
    private static final String BEGIN = "-----BEGIN ";
    private static final String TYPE = "CERTIFICATE REQUEST";
    private static final String WRONG_TYPE = "PEM block type must be CERTIFICATE REQUEST";
    private static final int SEQUENCE = 0x30;

    private SigningRequest() {}

    /**
     * The DER of the request.
     *
     * @throws IllegalArgumentException where the text is no such PEM
     */
    public static byte[] decode(String base64) {
        String pem;
        try {
            pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(WRONG_TYPE, e);
        }
        String head = BEGIN + TYPE + "-----";
        int begin = pem.indexOf(head);
        int end = pem.indexOf("-----END " + TYPE + "-----", Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException(WRONG_TYPE);
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + head.length(), end));
        if (der.length == 0 || (der[0] & 0xff) != SEQUENCE) {
            throw new IllegalArgumentException("asn1: structure error: no certificate request");
        }
        return der;
    }

    /** Whether the subject is of an organization; false where nothing can be read. */
    public static boolean names(String base64, String organization) {
        try {
            return CertificateRequest.parse(decode(base64)).organisations().contains(organization);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
