package io.pinisi.federation.reverse;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.tunnel.MuxStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person's request and its answer on a stream. Unlike an {@link Exchange} it becomes whatever the
 * member makes of it: behind the head of the answer come bytes until either side ends, and behind a
 * 101 in both directions.
 */
public final class Passage {
    static final String SERVICE = "PASSAGE";

    private static final int UPGRADED = 101;
    private static final int CHUNK_BYTES = 16 * 1024;

    private Passage() {}

    static ApiResponse ask(MuxStream stream, Passing passing) throws IOException {
        ObjectNode head = Json.object().put("service", SERVICE);
        head.put("method", passing.method()).put("path", passing.target());
        head.put("id", passing.id()).set("as", Exchange.tree(passing.person()));
        ObjectNode headers = head.putObject("headers");
        passing.headers().forEach((name, values) -> values.forEach(headers.withArray(name)::add));
        OutputStream out = stream.output();
        out.write(Exchange.block(Json.bytes(head)));
        out.write(Exchange.block(passing.body()));
        if (!passing.upgrades()) {
            out.close();
        }
        ObjectNode answer =
                Json.parse(Exchange.block(new DataInputStream(stream.input()), Exchange.HEAD_MAX));
        int status = answer.path("status").asInt(502);
        if (status == UPGRADED) {
            return new ApiResponse(status, headers(answer), new Body.Tunnelled(new Far(stream)));
        }
        out.close();
        return new ApiResponse(status, headers(answer), new Body.Streamed(new Pieces(stream)));
    }

    private static List<Header> headers(JsonNode answer) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : answer.path("headers")) {
            headers.add(new Header(header.path(0).asString(""), header.path(1).asString("")));
        }
        return headers;
    }

    /** Read by the agent. */
    static Passing passing(ObjectNode head, byte[] body) {
        return new Passing(
                head.path("method").asString(""),
                head.path("path").asString(""),
                Exchange.lists(head.path("headers")),
                body,
                Exchange.user(head.path("as")),
                head.path("id").asString(""));
    }

    /**
     * Done by the agent, until everything was carried.
     *
     * @param member what the member answers
     */
    public static void carry(
            MuxStream stream, Passing passing, Function<Passing, ApiResponse> member)
            throws IOException, InterruptedException {
        ApiResponse answer = member.apply(passing);
        stream.whenOver(() -> close(answer));
        ObjectNode head = Json.object().put("status", answer.status());
        ArrayNode headers = head.putArray("headers");
        answer.headers().forEach(one -> headers.addArray().add(one.name()).add(one.value()));
        Thread inward = Thread.ofVirtual().name("passage-in").start(() -> inward(stream, answer));
        try (OutputStream out = stream.output()) {
            out.write(Exchange.block(Json.bytes(head)));
            outward(answer, out);
        } finally {
            close(answer);
        }
        // the hub ends its direction when it has read ours to the end
        inward.join();
    }

    private static void outward(ApiResponse answer, OutputStream out)
            throws IOException, InterruptedException {
        switch (answer.body()) {
            case Body.Parts parts -> out.write(parts.joined());
            case Body.Streamed(Transport.Body.Frames frames) -> {
                for (byte[] next = frames.next(); next != null; next = frames.next()) {
                    out.write(next);
                }
            }
            case Body.Tunnelled(ByteTunnel tunnel) -> tunnel.input().transferTo(out);
        }
    }

    /** What the caller sends behind an upgrade; of any other request nothing more comes. */
    private static void inward(MuxStream stream, ApiResponse answer) {
        try (InputStream in = stream.input()) {
            in.transferTo(
                    answer.body() instanceof Body.Tunnelled(ByteTunnel tunnel)
                            ? tunnel.output()
                            : OutputStream.nullOutputStream());
        } catch (IOException e) {
            // one of the two ends is gone, and what is left to carry goes nowhere
            close(answer);
        }
    }

    private static void close(ApiResponse answer) {
        switch (answer.body()) {
            case Body.Parts _ -> {}
            case Body.Streamed(Transport.Body.Frames frames) -> frames.close();
            case Body.Tunnelled(ByteTunnel tunnel) -> tunnel.close();
        }
    }

    /** What comes of an answer, at the hub. */
    private record Pieces(MuxStream stream) implements Transport.Body.Frames {
        @Override
        public byte @Nullable [] next() {
            byte[] chunk = new byte[CHUNK_BYTES];
            try {
                int read = stream.input().read(chunk);
                return read < 0 ? null : Arrays.copyOf(chunk, read);
            } catch (IOException e) {
                return null; // the agent is gone, or the caller: the answer ends
            }
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** The member's end of an upgraded connection, at the hub. */
    private record Far(MuxStream stream) implements ByteTunnel {
        @Override
        public InputStream input() {
            return stream.input();
        }

        @Override
        public OutputStream output() {
            return stream.output();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
