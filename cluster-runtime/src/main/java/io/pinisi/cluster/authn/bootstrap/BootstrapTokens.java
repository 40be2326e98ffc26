package io.pinisi.cluster.authn.bootstrap;

import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.authn.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Recognises bearers of bootstrap tokens as {@code system:bootstrap:ID}. */
public final class BootstrapTokens implements Authenticator {
    private static final String USER = "system:bootstrap:";

    private final Secrets secrets;
    private final InstantSource clock;

    /** The Secrets of {@code kube-system}, as they are now. */
    @FunctionalInterface
    public interface Secrets {
        Optional<? extends JsonNode> find(String name);
    }

    public BootstrapTokens(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        return BootstrapToken.parse(credentials.bearerToken())
                .map(this::judge)
                .orElseGet(Absent::new);
    }

    private Authentication judge(BootstrapToken token) {
        Optional<BootstrapSecret> secret =
                secrets.find(BootstrapSecret.name(token.id())).map(BootstrapSecret::new);
        boolean known =
                secret.flatMap(BootstrapSecret::token)
                        .filter(stored -> isSame(stored.secret(), token.secret()))
                        .isPresent();
        if (!known || !secret.get().isValid(clock.instant())) {
            return new Rejected("bootstrap token " + token.id() + " is unknown or has expired");
        }
        if (!secret.get().is(BootstrapSecret.Usage.AUTHENTICATION)) {
            return new Rejected("bootstrap token " + token.id() + " is not for authentication");
        }
        Optional<List<String>> groups = secret.get().groups();
        return groups.isEmpty()
                ? new Rejected("bootstrap token " + token.id() + " names groups it must not give")
                : new Authenticated(new UserInfo(USER + token.id(), "", groups.get(), Map.of()));
    }

    /** In a time that says nothing about where they differ. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
