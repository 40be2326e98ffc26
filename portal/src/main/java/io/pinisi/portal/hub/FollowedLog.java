package io.pinisi.portal.hub;

import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.portal.pods.LogStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A log that a member streams, cut into lines; what exceeds {@link #LONGEST} of a line is left. The
 * client hands a refusal out as if it were the log: a line of a log with timestamps never begins
 * with a brace, the server's {@code Status} does.
 */
final class FollowedLog implements LogStream {
    static final int LONGEST = 64 * 1024;
    private static final int BUFFER = 32 * 1024;

    private final LogWatch watch;
    private final InputStream in;
    private volatile boolean closed;

    FollowedLog(LogWatch watch) {
        this.watch = watch;
        this.in = new BufferedInputStream(watch.getOutput(), BUFFER);
    }

    @Override
    public @Nullable String next() {
        String line = line();
        if (line != null && line.startsWith("{")) {
            throw refusal(line);
        }
        return line;
    }

    private static ApiException refusal(String text) {
        try {
            ObjectNode status = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            return new ApiException(Reason.BAD_REQUEST, status.path("message").asString(text));
        } catch (ApiException noStatus) {
            return new ApiException(Reason.BAD_REQUEST, text);
        }
    }

    private @Nullable String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try {
            int b;
            while ((b = in.read()) != -1 && b != '\n') {
                if (line.size() < LONGEST) {
                    line.write(b);
                }
            }
            return b == -1 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (closed) {
                return null;
            }
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean ready() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
    }
}
