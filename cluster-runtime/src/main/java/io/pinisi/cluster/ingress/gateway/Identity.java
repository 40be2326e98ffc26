package io.pinisi.cluster.ingress.gateway;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** What the gateway shows to clients that ask for a name: the certificate first in its chain. */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain without a certificate");
        }
    }
}
