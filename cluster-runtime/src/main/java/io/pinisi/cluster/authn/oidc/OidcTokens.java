package io.pinisi.cluster.authn.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Recognises persons by the tokens of one OpenID Connect issuer. Tokens of other issuers are left
 * to others.
 */
public final class OidcTokens implements Authenticator {
    /** Nothing that a public key could be mistaken for a secret of, and never {@code none}. */
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

    private static final int LONGEST = 32 * 1024;

    /** An issuer's clock may be ahead of ours. */
    private static final Duration NOT_BEFORE_LEEWAY = Duration.ofMinutes(5);

    private final TrustedIssuer issuer;
    private final IssuerKeys keys;
    private final ClaimMapper mapper;
    private final InstantSource clock;
    private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

    OidcTokens(TrustedIssuer issuer, Documents documents, InstantSource clock, KeyLimits limits) {
        this.issuer = issuer;
        this.keys = new IssuerKeys(issuer, documents, clock, limits);
        this.mapper = new ClaimMapper(issuer);
        this.clock = clock;
    }

    /** One authenticator for each issuer; none is asked anything before a token of it comes. */
    public static List<Authenticator> of(
            AuthenticationConfiguration configuration, InstantSource clock) {
        return configuration.issuers().stream().map(issuer -> of(issuer, clock)).toList();
    }

    private static Authenticator of(TrustedIssuer issuer, InstantSource clock) {
        KeyLimits limits = KeyLimits.STANDARD;
        return new OidcTokens(
                issuer, new HttpDocuments(issuer.certificateAuthority(), limits), clock, limits);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        String token = credentials.bearerToken();
        if (token.length() > LONGEST || token.chars().filter(c -> c == '.').count() != 2) {
            return new Absent();
        }
        JWSObject signed;
        JsonNode claims;
        try {
            signed = JWSObject.parse(token);
            claims = Json.parse(signed.getPayload().toBytes());
        } catch (ParseException | ApiException | IllegalArgumentException e) {
            return new Absent();
        }
        if (!claims.path("iss").asString("").equals(issuer.url())) {
            return new Absent();
        }
        return judge(signed, claims);
    }

    private Authentication judge(JWSObject signed, JsonNode claims) {
        if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())
                || !signed.getHeader().isBase64URLEncodePayload()) {
            return rejected("unexpected algorithm " + signed.getHeader().getAlgorithm());
        }
        if (!genuine(signed)) {
            return rejected("no key of the issuer made the signature");
        }
        if (audiences(claims).stream().noneMatch(issuer.audiences()::contains)) {
            return rejected("the audiences are none of " + issuer.audiences());
        }
        double now = clock.instant().getEpochSecond();
        if (claims.path("exp").asDouble(0) <= now) {
            return rejected("token is expired");
        }
        if (claims.path("nbf").asDouble(0) > now + NOT_BEFORE_LEEWAY.toSeconds()) {
            return rejected("token is not valid yet");
        }
        try {
            return new Authenticated(mapper.user(claims));
        } catch (ClaimMapper.Unfit e) {
            return rejected(String.valueOf(e.getMessage()));
        }
    }

    private boolean genuine(JWSObject signed) {
        for (JWK key : keys.forHeader(signed.getHeader())) {
            try {
                Key verification = ((AsymmetricJWK) key).toPublicKey();
                if (signed.verify(verifiers.createJWSVerifier(signed.getHeader(), verification))) {
                    return true;
                }
            } catch (JOSEException | IllegalStateException unfit) {
                // This key cannot have made it; another may have.
            }
        }
        return false;
    }

    private static List<String> audiences(JsonNode claims) {
        JsonNode audience = claims.path("aud");
        return audience.isString()
                ? List.of(audience.stringValue())
                : audience.valueStream().map(item -> item.asString("")).toList();
    }

    private static Rejected rejected(String why) {
        return new Rejected("oidc: verify token: " + why);
    }
}
