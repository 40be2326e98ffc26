package io.pinisi.cluster.authn;

import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * X.509 client certificates by the cluster's own CA: the common name is the user, the organisations
 * are the groups. The handshake lets any certificate pass, so that a wrong one is a clean 401.
 *
 * <p>Thread-safe: signatures that were found good are remembered, as a connection presents the same
 * certificate with each request.
 */
public final class ClientCertificates implements Authenticator {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int REMEMBERED_LIMIT = 1024;

    private final X509Certificate authority;
    private final InstantSource clock;

    /** Guarded by itself. */
    private final Map<X509Certificate, UserInfo> known =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<X509Certificate, UserInfo> eldest) {
                    return size() > REMEMBERED_LIMIT;
                }
            };

    public ClientCertificates(X509Certificate authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        if (credentials.certificates().isEmpty()) {
            return new Absent();
        }
        X509Certificate leaf = credentials.certificates().getFirst();
        Instant now = clock.instant();
        if (now.isAfter(leaf.getNotAfter().toInstant())
                || now.isBefore(leaf.getNotBefore().toInstant())) {
            return new Rejected("x509: certificate has expired or is not yet valid");
        }
        UserInfo user = remembered(leaf);
        if (user != null) {
            return new Authenticated(user);
        }
        try {
            user = verify(leaf);
        } catch (GeneralSecurityException | InvalidNameException e) {
            return new Rejected("x509: " + e.getMessage());
        }
        synchronized (known) {
            known.put(leaf, user);
        }
        return new Authenticated(user);
    }

    private @Nullable UserInfo remembered(X509Certificate leaf) {
        synchronized (known) {
            return known.get(leaf);
        }
    }

    private UserInfo verify(X509Certificate leaf)
            throws GeneralSecurityException, InvalidNameException {
        if (!leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            throw new GeneralSecurityException("certificate signed by unknown authority");
        }
        leaf.verify(authority.getPublicKey());
        List<String> usages = leaf.getExtendedKeyUsage();
        if (usages == null || !usages.contains(CLIENT_AUTH) || leaf.getBasicConstraints() >= 0) {
            throw new GeneralSecurityException("certificate is not for client authentication");
        }
        return user(leaf);
    }

    private static UserInfo user(X509Certificate leaf)
            throws GeneralSecurityException, InvalidNameException {
        String name = "";
        List<String> groups = new ArrayList<>();
        LdapName subject = new LdapName(leaf.getSubjectX500Principal().getName());
        for (Rdn rdn : subject.getRdns()) {
            if (rdn.getType().equalsIgnoreCase("CN")) {
                name = rdn.getValue().toString();
            }
            if (rdn.getType().equalsIgnoreCase("O")) {
                groups.add(rdn.getValue().toString());
            }
        }
        if (name.isEmpty()) {
            throw new GeneralSecurityException("certificate without a common name");
        }
        if (Set.copyOf(groups).contains(UserInfo.UNAUTHENTICATED)) {
            throw new GeneralSecurityException("certificate claims to be unauthenticated");
        }
        return new UserInfo(name, "", groups, Map.of());
    }
}
