package io.pinisi.cluster.authn.oidc;

import java.io.IOException;
import java.net.URI;

/** Reads what an issuer publishes. */
@FunctionalInterface
interface Documents {
    byte[] read(URI address) throws IOException;
}
