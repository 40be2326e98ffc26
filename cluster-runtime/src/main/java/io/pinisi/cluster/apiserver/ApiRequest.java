package io.pinisi.cluster.apiserver;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One request as any engine hands it over.
 *
 * @param path decoded of nothing: as it stood in the request line, without the query
 * @param headers by lower-case name, values of repeated headers in order
 * @param source address of the peer, or {@code local} for a caller in this process
 * @param channel the way it came, as audit records name it: {@code api}, {@code portal}, {@code
 *     engine}
 * @param certificates what the peer presented in the TLS handshake, not yet judged
 */
public record ApiRequest(
        String method,
        String path,
        Query query,
        Map<String, List<String>> headers,
        BodyReader body,
        String source,
        String channel,
        List<X509Certificate> certificates) {

    public ApiRequest {
        headers = Map.copyOf(headers);
        certificates = List.copyOf(certificates);
    }

    /** Reads the body once. */
    @FunctionalInterface
    public interface BodyReader {
        /**
         * @throws io.pinisi.cluster.machinery.error.ApiException RequestEntityTooLarge beyond
         *     {@code limit}
         */
        byte[] read(int limit);
    }

    /** The first value of a header, or empty. */
    public String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }

    /** All values of a header. */
    public List<String> headerValues(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    /** The same request under another path. */
    public ApiRequest at(String other) {
        return new ApiRequest(method, other, query, headers, body, source, channel, certificates);
    }

    public ApiRequest withoutHeader(String lowerCaseName) {
        if (!headers.containsKey(lowerCaseName)) {
            return this;
        }
        Map<String, List<String>> rest = new HashMap<>(headers);
        rest.remove(lowerCaseName);
        return new ApiRequest(method, path, query, rest, body, source, channel, certificates);
    }
}
