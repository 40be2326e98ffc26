package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.authn.token.TokenIssuer;
import java.util.Optional;

/** The documents by which others verify service-account tokens. */
public final class TokenKeysDocument {
    private static final String KEYS_PATH = "/openid/v1/jwks";

    private final TokenIssuer issuer;

    public TokenKeysDocument(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        return switch (request.path()) {
            case "/.well-known/openid-configuration" ->
                    Optional.of(
                            ApiResponse.json(
                                    200, issuer.openIdConfiguration(issuer.issuer() + KEYS_PATH)));
            case KEYS_PATH -> Optional.of(ApiResponse.json(200, issuer.keySet()));
            default -> Optional.empty();
        };
    }
}
