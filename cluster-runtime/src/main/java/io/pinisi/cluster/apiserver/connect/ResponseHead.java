package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ApiResponse.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of an HTTP/1.1 response, read byte by byte, so that not one byte of what follows it is
 * taken from the stream.
 */
public record ResponseHead(int status, List<Header> headers) {
    private static final int LIMIT_BYTES = 32 * 1024;

    public ResponseHead {
        headers = List.copyOf(headers);
    }

    public static ResponseHead read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        int ending = 0;
        while (ending < 2) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (bytes.size() == LIMIT_BYTES) {
                throw new IOException("the server's answer has too long a head");
            }
            bytes.write(b);
            if (b == '\n') {
                ending++;
            } else if (b != '\r') {
                ending = 0;
            }
        }
        return parse(bytes.toString(StandardCharsets.ISO_8859_1).split("\r?\n"));
    }

    private static ResponseHead parse(String[] lines) throws IOException {
        String[] status = lines[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new IOException("the server does not answer in HTTP/1.1");
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.add(
                        new Header(
                                lines[i].substring(0, colon),
                                lines[i].substring(colon + 1).strip()));
            }
        }
        try {
            return new ResponseHead(Integer.parseInt(status[1]), headers);
        } catch (NumberFormatException e) {
            throw new IOException("the server answers without a status", e);
        }
    }

    /** The first value of a header, or empty. */
    String value(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return "";
    }

    /** As declared, within the limit; the limit itself where the body ends with the connection. */
    int bodyLength(int limit) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("content-length")) {
                return (int) Math.min(limit, Long.parseLong(header.value()));
            }
        }
        return limit;
    }
}
