package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer, before any engine writes it. */
public record ApiResponse(int status, List<Header> headers, Body body) {
    public static final String JSON = "application/json";

    public ApiResponse {
        headers = List.copyOf(headers);
    }

    /** One header line. */
    public record Header(String name, String value) {}

    /** What follows the headers. */
    public sealed interface Body {
        /** A body that is known in full, in pieces that belong to others and are not copied. */
        record Parts(List<byte[]> parts) implements Body {
            public Parts {
                parts = List.copyOf(parts);
            }

            public long length() {
                long length = 0;
                for (byte[] part : parts) {
                    length += part.length;
                }
                return length;
            }

            /** All of it in one array. */
            public byte[] joined() {
                if (parts.size() == 1) {
                    return parts.getFirst();
                }
                byte[] all = new byte[Math.toIntExact(length())];
                int at = 0;
                for (byte[] part : parts) {
                    System.arraycopy(part, 0, all, at, part.length);
                    at += part.length;
                }
                return all;
            }
        }

        /** Pieces that come over time; each is sent at once. */
        record Streamed(Transport.Body.Frames frames) implements Body {}

        /** The connection leaves HTTP: bytes flow both ways until either side ends. */
        record Tunnelled(ByteTunnel tunnel) implements Body {}
    }

    public static ApiResponse of(int status, String contentType, byte[] body) {
        return of(status, contentType, List.of(body));
    }

    public static ApiResponse of(int status, String contentType, List<byte[]> parts) {
        return new ApiResponse(
                status, List.of(new Header("Content-Type", contentType)), new Body.Parts(parts));
    }

    public static ApiResponse json(int status, byte[] body) {
        return of(status, JSON, body);
    }

    public static ApiResponse json(int status, JsonNode body) {
        return of(status, JSON, Json.bytes(body));
    }

    public static ApiResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static ApiResponse error(ApiException exception) {
        ApiResponse response = json(exception.reason().code(), StatusObject.of(exception));
        ApiException.Details details = exception.details();
        return details == null || details.retryAfterSeconds() == 0
                ? response
                : response.with("Retry-After", Integer.toString(details.retryAfterSeconds()));
    }

    public ApiResponse with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new ApiResponse(status, more, body);
    }

    public ApiResponse with(List<Header> further) {
        List<Header> more = new ArrayList<>(headers.size() + further.size());
        more.addAll(headers);
        more.addAll(further);
        return new ApiResponse(status, more, body);
    }

    public String header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return "";
    }
}
