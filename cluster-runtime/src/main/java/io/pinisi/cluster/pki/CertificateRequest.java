package io.pinisi.cluster.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A PKCS #10 request whose signature was found good.
 *
 * @param names DNS names and addresses
 * @param otherNames whether it asks for names of another sort, such as URIs or mail addresses
 */
public record CertificateRequest(
        X500Name subject,
        PublicKey publicKey,
        String commonName,
        List<String> organisations,
        List<GeneralName> names,
        boolean otherNames) {

    public CertificateRequest {
        organisations = List.copyOf(organisations);
        names = List.copyOf(names);
    }

    /**
     * @throws IllegalArgumentException where it cannot be read or its signature is not that of its
     *     key
     */
    public static CertificateRequest parse(byte[] der) {
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the signature of the request is not its key's");
            }
            X500Name subject = request.getSubject();
            List<GeneralName> all = alternatives(request.getRequestedExtensions());
            List<GeneralName> known = all.stream().filter(CertificateRequest::isHost).toList();
            List<String> names = texts(subject, BCStyle.CN);
            return new CertificateRequest(
                    subject,
                    key,
                    names.isEmpty() ? "" : names.getLast(),
                    texts(subject, BCStyle.O),
                    known,
                    known.size() < all.size());
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException e) {
            throw new IllegalArgumentException("the request cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isHost(GeneralName name) {
        return name.getTagNo() == GeneralName.dNSName || name.getTagNo() == GeneralName.iPAddress;
    }

    private static List<String> texts(X500Name subject, ASN1ObjectIdentifier type) {
        return Arrays.stream(subject.getRDNs(type))
                .map(name -> IETFUtils.valueToString(name.getFirst().getValue()))
                .toList();
    }

    private static List<GeneralName> alternatives(
            @org.jspecify.annotations.Nullable Extensions requested) {
        if (requested == null) {
            return List.of();
        }
        GeneralNames names =
                GeneralNames.fromExtensions(requested, Extension.subjectAlternativeName);
        return names == null ? List.of() : new ArrayList<>(List.of(names.getNames()));
    }
}
