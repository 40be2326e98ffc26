package io.pinisi.cluster.pki;

import io.pinisi.cluster.authn.UserInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The public-key infrastructure of one control plane: made at the first start, kept in its home,
 * and signing whatever its parts need to know each other.
 */
public final class Pki {
    /** The common name of {@link #frontProxyCredential}. */
    public static final String FRONT_PROXY = "front-proxy-client";

    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    private static final Duration CLIENT_LIFE = Duration.ofDays(365);

    /** Renewed at a start that finds less than this left. */
    private static final Duration RENEW_BELOW = Duration.ofDays(60);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final Authority authority;
    private final KeyFiles files;
    private final KeyPair tokenKeys;
    private final InstantSource clock;

    private Pki(Authority authority, KeyFiles files, KeyPair tokenKeys, InstantSource clock) {
        this.authority = authority;
        this.files = files;
        this.tokenKeys = tokenKeys;
        this.clock = clock;
    }

    /**
     * Reads what the folder holds, or makes it.
     *
     * @param name of the control plane, part of the authority's own name
     */
    public static Pki open(Path folder, String name, InstantSource clock) throws IOException {
        KeyFiles files = new KeyFiles(folder);
        SecureRandom random = new SecureRandom();
        try {
            Authority authority = authority(files, "ca", "pinisi-" + name + "-ca", clock, random);
            return new Pki(authority, files, TokenKeys.open(files, random), clock);
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys in " + folder + " cannot be read", e);
        }
    }

    private static Authority authority(
            KeyFiles files, String file, String name, InstantSource clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        Optional<String> certificate = files.read(file + ".crt");
        Optional<String> key = files.read(file + ".key");
        if (certificate.isPresent() && key.isPresent()) {
            return new Authority(
                    Pem.certificates(certificate.get()).getFirst(),
                    Pem.privateKey(key.get()),
                    clock,
                    random);
        }
        Authority fresh = Authority.create(name, clock, random);
        files.write(file + ".key", Pem.of(fresh.key()));
        files.write(file + ".crt", Pem.of(fresh.certificate()));
        return fresh;
    }

    public X509Certificate authorityCertificate() {
        return authority.certificate();
    }

    /** Signs and verifies service-account tokens. */
    public KeyPair tokenKeys() {
        return tokenKeys;
    }

    /** Signs checkpoints of the audit log (Ed25519); made when first asked for. */
    public KeyPair auditKeys() throws IOException {
        try {
            return AuditKeys.open(files);
        } catch (GeneralSecurityException e) {
            throw new IOException("the audit log's key cannot be read", e);
        }
    }

    /** The API server's own certificate for these host names and addresses, kept between starts. */
    public Credential serverCredential(Set<String> hosts) throws IOException {
        try {
            Optional<String> certificate = files.read("apiserver.crt");
            Optional<String> key = files.read("apiserver.key");
            if (certificate.isPresent() && key.isPresent()) {
                X509Certificate kept = Pem.certificates(certificate.get()).getFirst();
                if (isFresh(kept) && names(kept).containsAll(hosts)) {
                    return new Credential(kept, Pem.privateKey(key.get()), authority.certificate());
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the API server's key cannot be read", e);
        }
        Credential fresh = serverCredential("kube-apiserver", List.of(), hosts);
        files.write("apiserver.key", Pem.of(fresh.key()));
        files.write("apiserver.crt", Pem.of(fresh.certificate()));
        return fresh;
    }

    /** A serving certificate, for example of a node agent. */
    public Credential serverCredential(
            String commonName, List<String> organisations, Set<String> hosts) {
        List<String> dnsNames = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String host : hosts) {
            (ADDRESS.matcher(host).matches() ? addresses : dnsNames).add(host);
        }
        return authority.issue(
                new Authority.Request(
                        commonName,
                        organisations,
                        dnsNames,
                        addresses,
                        List.of(KeyPurposeId.id_kp_serverAuth),
                        SERVER_LIFE));
    }

    /**
     * What the API server shows to servers that it passes requests on to: they believe its bearer
     * who the client is. Its authority signs nothing else, so nobody else can be that bearer.
     */
    public Credential frontProxyCredential() throws IOException {
        try {
            Authority own =
                    authority(files, "front-proxy-ca", "front-proxy-ca", clock, new SecureRandom());
            return own.issue(
                    new Authority.Request(
                            FRONT_PROXY,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(KeyPurposeId.id_kp_clientAuth),
                            CLIENT_LIFE));
        } catch (GeneralSecurityException e) {
            throw new IOException("the front proxy's keys cannot be read", e);
        }
    }

    /** A certificate that its bearer is this user, in these groups. */
    public Credential clientCredential(UserInfo user) {
        return authority.issue(
                new Authority.Request(
                        user.name(),
                        user.groups(),
                        List.of(),
                        List.of(),
                        List.of(KeyPurposeId.id_kp_clientAuth),
                        CLIENT_LIFE));
    }

    /**
     * Signs a request that was approved.
     *
     * @param usages as {@code spec.usages} of a CertificateSigningRequest names them; those that
     *     are not about keys of clients and servers are left out
     */
    public X509Certificate sign(CertificateRequest request, Set<String> usages, Duration life) {
        int bits = 0;
        if (usages.contains("digital signature") || usages.contains("signing")) {
            bits |= KeyUsage.digitalSignature;
        }
        if (usages.contains("key encipherment")) {
            bits |= KeyUsage.keyEncipherment;
        }
        List<KeyPurposeId> purposes = new ArrayList<>();
        if (usages.contains("client auth")) {
            purposes.add(KeyPurposeId.id_kp_clientAuth);
        }
        if (usages.contains("server auth")) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        return authority.sign(request, bits, purposes, life);
    }

    private boolean isFresh(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BELOW))
                && certificate
                        .getIssuerX500Principal()
                        .equals(authority.certificate().getSubjectX500Principal());
    }

    private static Set<String> names(X509Certificate certificate) throws GeneralSecurityException {
        Set<String> names = new LinkedHashSet<>();
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                names.add(alternative.get(1).toString());
            }
        }
        return names;
    }
}
