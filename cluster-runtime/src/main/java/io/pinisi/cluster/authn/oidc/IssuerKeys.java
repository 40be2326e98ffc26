package io.pinisi.cluster.authn.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer: found by its discovery document when the first token comes, so that the
 * issuer need not be up before us; read again when they grow old or a token names a key that is not
 * among them, which is how issuers rotate. Thread-safe; one thread asks, others wait for it.
 */
final class IssuerKeys {
    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
    private static final int SHORTEST_RSA = 2048;

    private final TrustedIssuer issuer;
    private final Documents documents;
    private final InstantSource clock;
    private final KeyLimits limits;

    private List<JWK> keys = List.of();
    private @Nullable Instant read;
    private @Nullable Instant asked;

    IssuerKeys(TrustedIssuer issuer, Documents documents, InstantSource clock, KeyLimits limits) {
        this.issuer = issuer;
        this.documents = documents;
        this.clock = clock;
        this.limits = limits;
    }

    /** The keys that may have signed what this header stands on; mostly one. */
    synchronized List<JWK> forHeader(JWSHeader header) {
        Instant now = clock.instant();
        if (read == null || now.isAfter(read.plus(limits.fresh()))) {
            ask(now);
        }
        if (read == null || now.isAfter(read.plus(limits.stale()))) {
            return List.of();
        }
        List<JWK> fitting = fitting(header);
        if (fitting.isEmpty() && ask(now)) {
            fitting = fitting(header);
        }
        return fitting;
    }

    private List<JWK> fitting(JWSHeader header) {
        JWKMatcher matcher = Objects.requireNonNull(JWKMatcher.forJWSHeader(header));
        return keys.stream().filter(matcher::matches).toList();
    }

    private boolean ask(Instant now) {
        if (asked != null && now.isBefore(asked.plus(limits.pause()))) {
            return false;
        }
        asked = now;
        try {
            keys = published();
            read = now;
            return true;
        } catch (IOException e) {
            log.warn("issuer={} keys cannot be read: {}", issuer.url(), e.getMessage());
            return false;
        }
    }

    private List<JWK> published() throws IOException {
        try {
            byte[] discovery = documents.read(issuer.discovery());
            String named = Json.text(Json.parse(discovery), "issuer");
            if (!issuer.url().equals(named)) {
                throw new IOException(issuer.discovery() + " speaks for " + named);
            }
            String address = Json.text(Json.parse(discovery), "jwks_uri");
            if (address == null) {
                throw new IOException(issuer.discovery() + " names no keys");
            }
            byte[] set = documents.read(keysAddress(address));
            List<JWK> all = JWKSet.parse(new String(set, StandardCharsets.UTF_8)).getKeys();
            if (all.size() > limits.keys()) {
                throw new IOException(address + " holds more than " + limits.keys() + " keys");
            }
            return all.stream().filter(IssuerKeys::strong).toList();
        } catch (ParseException | ApiException | IllegalArgumentException e) {
            throw new IOException("what " + issuer.discovery() + " leads to is unreadable", e);
        }
    }

    private URI keysAddress(String text) throws IOException {
        URI address = URI.create(text);
        boolean plain = "http".equals(address.getScheme());
        if (plain && !"http".equals(issuer.discovery().getScheme())) {
            throw new IOException("the keys at " + text + " are not protected by TLS");
        }
        return address;
    }

    private static boolean strong(JWK key) {
        return !key.isPrivate()
                && (key.getKeyType().equals(KeyType.EC)
                        || (key.getKeyType().equals(KeyType.RSA) && key.size() >= SHORTEST_RSA));
    }
}
