package io.pinisi.cluster.authn.token;

import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recognises service accounts by their tokens. Tokens of other issuers are left to others.
 *
 * <p>Thread-safe: tokens whose signature was found good are remembered; time and bound objects are
 * checked each time.
 */
public final class TokenVerifier implements Authenticator {
    private static final int REMEMBERED_LIMIT = 4096;

    private final String issuer;
    private final List<String> audiences;
    private final PublicKey key;
    private final LiveObjects objects;
    private final InstantSource clock;

    /** Guarded by itself. */
    private final Map<String, Claims> known =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Claims> eldest) {
                    return size() > REMEMBERED_LIMIT;
                }
            };

    /** Whether the object that a token stands on is still there, under the same uid. */
    @FunctionalInterface
    public interface LiveObjects {
        boolean exists(String kind, @Nullable String namespace, String name, String uid);
    }

    public TokenVerifier(
            String issuer,
            List<String> audiences,
            PublicKey key,
            LiveObjects objects,
            InstantSource clock) {
        this.issuer = issuer;
        this.audiences = List.copyOf(audiences);
        this.key = key;
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        return authenticate(credentials.bearerToken(), audiences);
    }

    /** As {@link #authenticate(Credentials)}, for a token meant for one of {@code wanted}. */
    public Authentication authenticate(String token, List<String> wanted) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return new Absent();
        }
        Claims claims;
        try {
            claims = claims(token, parts);
        } catch (GeneralSecurityException | IllegalArgumentException | ApiException e) {
            return new Rejected("invalid bearer token: " + e.getMessage());
        }
        return claims == null ? new Absent() : judge(claims, wanted);
    }

    private @Nullable Claims claims(String token, String[] parts) throws GeneralSecurityException {
        synchronized (known) {
            Claims remembered = known.get(token);
            if (remembered != null) {
                return remembered;
            }
        }
        Claims claims = Claims.of(Json.parse(Base64.getUrlDecoder().decode(parts[1])));
        if (!claims.issuer().equals(issuer)) {
            return null;
        }
        checkSignature(parts);
        synchronized (known) {
            known.put(token, claims);
        }
        return claims;
    }

    private void checkSignature(String[] parts) throws GeneralSecurityException {
        String algorithm =
                Objects.requireNonNullElse(
                        Json.text(Json.parse(Base64.getUrlDecoder().decode(parts[0])), "alg"), "");
        if (!algorithm.equals("ES256")) {
            throw new GeneralSecurityException("unexpected algorithm " + algorithm);
        }
        Signature signature = Signature.getInstance(TokenIssuer.SIGNATURE);
        signature.initVerify(key);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
            throw new GeneralSecurityException("the signature does not match");
        }
    }

    private Authentication judge(Claims claims, List<String> wanted) {
        Instant now = clock.instant();
        if (!now.isBefore(claims.expires()) || now.isBefore(claims.issuedAt())) {
            return new Rejected("service account token has expired");
        }
        if (claims.audiences().stream().noneMatch(wanted::contains)) {
            return new Rejected("token audiences " + claims.audiences() + " are none of " + wanted);
        }
        if (!objects.exists(
                "ServiceAccount", claims.namespace(), claims.account(), claims.accountUid())) {
            return new Rejected("service account " + claims.subject() + " is gone");
        }
        Claims.Bound bound = claims.bound();
        if (bound != null && !boundLives(claims, bound)) {
            return new Rejected(bound.kind() + " " + bound.name() + " is gone");
        }
        return new Authenticated(user(claims));
    }

    private boolean boundLives(Claims claims, Claims.Bound bound) {
        String namespace = bound.kind().equals("Node") ? null : claims.namespace();
        return objects.exists(bound.kind(), namespace, bound.name(), bound.uid());
    }

    /** The user that the claims speak of. */
    private static UserInfo user(Claims claims) {
        Map<String, List<String>> extra = new HashMap<>();
        extra.put("authentication.kubernetes.io/credential-id", List.of("JTI=" + claims.id()));
        Claims.Bound bound = claims.bound();
        if (bound != null && bound.kind().equals("Pod")) {
            extra.put("authentication.kubernetes.io/pod-name", List.of(bound.name()));
            extra.put("authentication.kubernetes.io/pod-uid", List.of(bound.uid()));
        }
        return new UserInfo(
                claims.subject(),
                claims.accountUid(),
                List.of(
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + claims.namespace(),
                        UserInfo.AUTHENTICATED),
                extra);
    }
}
