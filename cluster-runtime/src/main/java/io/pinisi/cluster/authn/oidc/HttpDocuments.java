package io.pinisi.cluster.authn.oidc;

import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Reads over HTTP, follows nothing, and stops where a document is longer than it may be. */
final class HttpDocuments implements Documents {
    private static final int OK = 200;

    private final HttpClient client;
    private final KeyLimits limits;

    /**
     * @param authority PEM; empty trusts what the machine trusts
     */
    HttpDocuments(String authority, KeyLimits limits) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limits.patience());
        if (!authority.isEmpty()) {
            builder.sslContext(trusting(authority));
        }
        this.client = builder.build();
        this.limits = limits;
    }

    @Override
    public byte[] read(URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(limits.patience())
                        .header("Accept", "application/json")
                        .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new IOException(address + " answered " + response.statusCode());
                }
                byte[] bytes = body.readNBytes(limits.bytes() + 1);
                if (bytes.length > limits.bytes()) {
                    throw new IOException(address + " is longer than " + limits.bytes() + " bytes");
                }
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + address);
        }
    }

    private static SSLContext trusting(String authority) {
        try {
            return Credential.tlsUnder(Pem.certificates(authority));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the authority's certificate is of no use", e);
        }
    }
}
