package io.pinisi.auth.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.pinisi.auth.oidc.ProviderException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A provider and what it tells about itself, asked when first needed. Thread-safe. */
final class Provider {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration KEYS_OUTAGE = Duration.ofHours(12);
    private static final int MOST_BYTES = 512 * 1024;

    /** Signatures that anybody can check and only the provider can make. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final ProviderSettings settings;
    private final InstantSource clock;
    private final @Nullable SSLSocketFactory tls;

    private @Nullable Known known;
    private Instant nextTry = Instant.MIN;

    /** What the provider told, and when. */
    private record Known(
            OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant since) {}

    Provider(ProviderSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.tls =
                settings.certificateAuthority().isEmpty()
                        ? null
                        : trusting(settings.certificateAuthority());
    }

    ProviderSettings settings() {
        return settings;
    }

    OIDCProviderMetadata metadata() throws ProviderException {
        return known().metadata();
    }

    JWSVerificationKeySelector<SecurityContext> keys() throws ProviderException {
        return new JWSVerificationKeySelector<>(ALGORITHMS, known().keys());
    }

    /** Gives a request to the provider its limits of time and trust. */
    void prepare(HTTPRequest request) {
        request.setConnectTimeout((int) PATIENCE.toMillis());
        request.setReadTimeout((int) PATIENCE.toMillis());
        request.setFollowRedirects(false);
        if (tls != null) {
            request.setSSLSocketFactory(tls);
        }
    }

    private synchronized Known known() throws ProviderException {
        Instant now = clock.instant();
        Known last = known;
        if (last != null && now.isBefore(last.since().plus(FRESH))) {
            return last;
        }
        if (now.isBefore(nextTry)) {
            return last == null ? unreachable(null) : last;
        }
        try {
            Known read = read(now);
            known = read;
            return read;
        } catch (IOException | GeneralException e) {
            nextTry = now.plus(PAUSE);
            return last == null ? unreachable(e) : last;
        }
    }

    private Known unreachable(@Nullable Exception cause) throws ProviderException {
        String what = "provider " + settings.name() + " does not answer at " + settings.issuer();
        if (cause == null) {
            throw new ProviderException(Kind.UNREACHABLE, what);
        }
        throw new ProviderException(Kind.UNREACHABLE, what + ": " + cause.getMessage(), cause);
    }

    private Known read(Instant now) throws IOException, GeneralException {
        OIDCProviderMetadata metadata =
                OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), this::prepare);
        return new Known(metadata, keySource(metadata), now);
    }

    private JWKSource<SecurityContext> keySource(OIDCProviderMetadata metadata)
            throws MalformedURLException {
        DefaultResourceRetriever retriever =
                new DefaultResourceRetriever(
                        (int) PATIENCE.toMillis(),
                        (int) PATIENCE.toMillis(),
                        MOST_BYTES,
                        true,
                        tls);
        return JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), retriever)
                .retrying(true)
                .outageTolerant(KEYS_OUTAGE.toMillis())
                .build();
    }

    private static SSLSocketFactory trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)))) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("certificateAuthority holds no certificate");
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("certificateAuthority is of no use", e);
        }
    }
}
