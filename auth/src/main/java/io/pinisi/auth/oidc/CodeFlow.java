package io.pinisi.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.pinisi.auth.oidc.ProviderException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization code flow of one client: to the provider and back, then for fresh tokens. */
public final class CodeFlow {
    private static final int SERVER_ERROR = 500;
    private static final long UNTOLD_LIFETIME = 60;

    private final Provider provider;
    private final Client client;
    private final InstantSource clock;

    /**
     * Who we are to the provider.
     *
     * @param secret empty for a public client
     */
    record Client(String id, String secret, URI callback) {
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /** Where to send the browser, and what it must bring back. */
    public record Begun(URI redirect, Pending pending) {}

    CodeFlow(Provider provider, Client client, InstantSource clock) {
        this.provider = provider;
        this.client = client;
        this.clock = clock;
    }

    public Begun begin(String to) throws ProviderException {
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        Scope scope = new Scope("openid");
        provider.settings().scopes().forEach(scope::add);
        URI redirect =
                new AuthenticationRequest.Builder(
                                new ResponseType(ResponseType.Value.CODE),
                                scope,
                                new ClientID(client.id()),
                                client.callback())
                        .endpointURI(provider.metadata().getAuthorizationEndpointURI())
                        .state(state)
                        .nonce(nonce)
                        .codeChallenge(verifier, CodeChallengeMethod.S256)
                        .build()
                        .toURI();
        return new Begun(
                redirect,
                new Pending(
                        provider.settings().name(),
                        client.id(),
                        state.getValue(),
                        nonce.getValue(),
                        verifier.getValue(),
                        to,
                        clock.instant()));
    }

    /**
     * @param query of the request that the provider sent the browser back with
     */
    public Tokens redeem(String query, Pending pending) throws ProviderException {
        AuthenticationResponse response = parse(query);
        if (response.getState() == null
                || !pending.state().equals(response.getState().getValue())
                || !pending.client().equals(client.id())
                || !pending.provider().equals(provider.settings().name())) {
            throw ProviderException.refused("the answer belongs to no question of this browser");
        }
        if (response.getIssuer() != null
                && !response.getIssuer()
                        .getValue()
                        .equals(provider.settings().issuer().toString())) {
            throw ProviderException.refused("the answer is of " + response.getIssuer());
        }
        if (!response.indicatesSuccess()) {
            throw ProviderException.refused(words(response.toErrorResponse().getErrorObject()));
        }
        return ask(
                new AuthorizationCodeGrant(
                        response.toSuccessResponse().getAuthorizationCode(),
                        client.callback(),
                        new CodeVerifier(pending.verifier())),
                new Nonce(pending.nonce()));
    }

    /** Fresh tokens for a refresh token; the ID token may be missing from the answer. */
    Optional<Tokens> refresh(String refreshToken) throws ProviderException {
        OIDCTokens tokens = tokens(new RefreshTokenGrant(new RefreshToken(refreshToken)));
        if (tokens.getIDToken() == null) {
            return Optional.empty();
        }
        return Optional.of(checked(tokens, null));
    }

    private AuthenticationResponse parse(String query) throws ProviderException {
        try {
            return AuthenticationResponseParser.parse(URI.create(client.callback() + "?" + query));
        } catch (ParseException | IllegalArgumentException e) {
            throw new ProviderException(Kind.REFUSED, "the answer is unreadable", e);
        }
    }

    private Tokens ask(AuthorizationGrant grant, Nonce nonce) throws ProviderException {
        OIDCTokens tokens = tokens(grant);
        if (tokens.getIDToken() == null) {
            throw ProviderException.refused("the provider sent no ID token");
        }
        return checked(tokens, nonce);
    }

    private OIDCTokens tokens(AuthorizationGrant grant) throws ProviderException {
        URI endpoint = provider.metadata().getTokenEndpointURI();
        ClientID id = new ClientID(client.id());
        TokenRequest request =
                client.secret().isEmpty()
                        ? new TokenRequest.Builder(endpoint, id, grant).build()
                        : new TokenRequest.Builder(
                                        endpoint,
                                        new ClientSecretBasic(id, new Secret(client.secret())),
                                        grant)
                                .build();
        try {
            HTTPRequest http = request.toHTTPRequest();
            provider.prepare(http);
            HTTPResponse answer = http.send();
            if (answer.getStatusCode() >= SERVER_ERROR) {
                throw new IOException("status " + answer.getStatusCode());
            }
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (!response.indicatesSuccess()) {
                throw ProviderException.refused(words(response.toErrorResponse().getErrorObject()));
            }
            return ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
        } catch (IOException e) {
            throw new ProviderException(
                    Kind.UNREACHABLE, "no answer from " + endpoint + ": " + e.getMessage(), e);
        } catch (ParseException e) {
            throw new ProviderException(Kind.REFUSED, "the tokens are unreadable", e);
        }
    }

    private Tokens checked(OIDCTokens tokens, @Nullable Nonce nonce) throws ProviderException {
        JWT idToken = tokens.getIDToken();
        try {
            IDTokenValidator validator =
                    new IDTokenValidator(
                            provider.metadata().getIssuer(),
                            new ClientID(client.id()),
                            provider.keys(),
                            null);
            Map<String, Object> claims =
                    validator.validate(idToken, nonce).toJWTClaimsSet().getClaims();
            long lifetime = tokens.getAccessToken().getLifetime();
            Instant expires =
                    clock.instant().plusSeconds(lifetime > 0 ? lifetime : UNTOLD_LIFETIME);
            return new Tokens(
                    idToken.serialize(),
                    claims,
                    tokens.getRefreshToken() == null ? null : tokens.getRefreshToken().getValue(),
                    expires);
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new ProviderException(
                    Kind.REFUSED, "the ID token is not to be believed: " + e.getMessage(), e);
        }
    }

    private static String words(@Nullable ErrorObject error) {
        return error == null
                ? "the provider refused"
                : String.join(
                        ": ",
                        List.of(
                                String.valueOf(error.getCode()),
                                String.valueOf(error.getDescription())));
    }
}
