package io.pinisi.portal.token;

import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.Recognition;
import io.pinisi.auth.token.TokenBearer;
import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.db.token.TokenScope;
import io.pinisi.federation.access.TokenReach;

/** Recognises people by their personal API tokens, with how far each token reaches. */
public final class TokenBearers implements Authenticator {
    private final ApiTokens tokens;

    public TokenBearers(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        return switch (recognise(credentials)) {
            case Recognition.Foreign() -> new Authentication.Absent();
            case Recognition.Refused(String reason) -> new Authentication.Rejected(reason);
            case Recognition.Recognised(TokenBearer bearer) ->
                    new Authentication.Authenticated(user(bearer));
        };
    }

    private Recognition recognise(Credentials credentials) {
        try {
            return tokens.recognise(credentials.bearerToken(), credentials.source());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server is stopping", e);
        }
    }

    private static UserInfo user(TokenBearer bearer) {
        TokenScope scope = bearer.token().scope();
        TokenReach reach =
                new TokenReach(
                        bearer.token().id(), scope.namespaces(), scope.verbs(), scope.apis());
        return new UserInfo(bearer.name(), bearer.subject(), bearer.groups(), reach.extra());
    }
}
