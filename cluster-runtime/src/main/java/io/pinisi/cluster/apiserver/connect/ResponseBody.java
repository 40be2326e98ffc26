package io.pinisi.cluster.apiserver.connect;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The body of one HTTP/1.1 response as it comes in: of a length, in chunks, or until the connection
 * ends. Closing it closes the connection.
 */
public final class ResponseBody extends FilterInputStream {
    private static final int LINE_BYTES = 1024;

    private final Socket socket;
    private final Framing framing;

    /** What is left of the body, or of the chunk. */
    private long left;

    private boolean ended;

    private enum Framing {
        LENGTH,
        CHUNKS,
        UNTIL_CLOSED
    }

    private ResponseBody(Socket socket, InputStream in, Framing framing, long left) {
        super(in);
        this.socket = socket;
        this.framing = framing;
        this.left = left;
        this.ended = framing == Framing.LENGTH && left == 0;
    }

    public static ResponseBody of(Socket socket, ResponseHead head, String method)
            throws IOException {
        InputStream in = socket.getInputStream();
        boolean none = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        if (none) {
            return new ResponseBody(socket, in, Framing.LENGTH, 0);
        }
        if (head.value("transfer-encoding")
                .toLowerCase(java.util.Locale.ROOT)
                .contains("chunked")) {
            return new ResponseBody(socket, in, Framing.CHUNKS, 0);
        }
        String length = head.value("content-length");
        return length.isEmpty()
                ? new ResponseBody(socket, in, Framing.UNTIL_CLOSED, 0)
                : new ResponseBody(socket, in, Framing.LENGTH, number(length, 10));
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the server sends a length that is no number", e);
        }
        throw new IOException("the server sends a negative length");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (framing == Framing.CHUNKS && left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        if (framing == Framing.UNTIL_CLOSED) {
            return super.read(bytes, offset, length);
        }
        int read = super.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the server ended its answer in the middle");
        }
        left -= read;
        if (left == 0) {
            finishPart();
        }
        return read;
    }

    private void finishPart() throws IOException {
        if (framing == Framing.CHUNKS) {
            line();
        } else {
            ended = true;
        }
    }

    private void nextChunk() throws IOException {
        String size = line();
        int extension = size.indexOf(';');
        left = number(extension < 0 ? size : size.substring(0, extension), 16);
        if (left == 0) {
            ended = true;
            while (!line().isEmpty()) {
                // trailers are not passed on
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(16);
        for (int b = super.read(); b != '\n'; b = super.read()) {
            if (b < 0 || line.size() == LINE_BYTES) {
                throw new IOException("the server's answer is not well framed");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
