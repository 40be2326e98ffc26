package io.pinisi.cluster.ingress.gateway;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Finds the key for the name that a client asks for; the gateway's own where there is none. */
final class NamedKeys extends X509ExtendedKeyManager {
    private static final String OWN = "";
    private static final String STAR = "*.";

    private final Identity own;
    private volatile Map<String, Identity> byHost = Map.of();

    NamedKeys(Identity own) {
        this.own = own;
    }

    /** From now on these count; connections that are open keep theirs. */
    void replace(Map<String, Identity> identities) {
        byHost = Map.copyOf(identities);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        String alias = alias(engine);
        return keyOf(alias).getAlgorithm().equals(keyType) ? alias : null;
    }

    private String alias(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return alias(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        return OWN;
    }

    private String alias(String host) {
        Map<String, Identity> known = byHost;
        String star = STAR + host.substring(host.indexOf('.') + 1);
        return known.containsKey(host) ? host : known.containsKey(star) ? star : OWN;
    }

    private Identity identity(String alias) {
        return byHost.getOrDefault(alias, own);
    }

    private PrivateKey keyOf(String alias) {
        return identity(alias).key();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keyOf(alias);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return byHost.keySet().stream()
                .filter(alias -> keyOf(alias).getAlgorithm().equals(keyType))
                .toArray(String[]::new);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return own.key().getAlgorithm().equals(keyType) ? OWN : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String toString() {
        return "keys for " + Arrays.toString(byHost.keySet().toArray());
    }
}
