package io.pinisi.federation.reverse;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.StreamFrames;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.tunnel.MuxStream;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request and its answer on a stream: each a head in JSON and a body, both with their length
 * before them; an answer that goes on for long is not counted but lasts as long as the stream.
 */
public final class Exchange {
    /** The largest body in either direction, a page of a list for one. */
    public static final int BODY_MAX = 64 << 20;

    static final int HEAD_MAX = 1 << 20;

    private Exchange() {}

    /** What comes on a stream that the hub opens. */
    public sealed interface Asked {
        /** The engine's, or one that the engine made for a person. */
        record Of(Question question) implements Asked {}

        /** A person's own. */
        record Through(Passing passing) implements Asked {}
    }

    /**
     * What is asked.
     *
     * @param person on whose behalf, or null for the engine itself
     * @param service which of the agent's services is to answer
     */
    public record Question(Service service, Transport.Request request, @Nullable UserInfo person) {}

    /** What an agent answers to. */
    public enum Service {
        /** The member's API. */
        API,
        /** The agent itself: what it is to keep true. */
        ORDERS
    }

    static void ask(MuxStream stream, Question question) throws IOException {
        Transport.Request request = question.request();
        ObjectNode head = Json.object().put("service", question.service().name());
        head.put("method", request.method()).put("path", request.path());
        request.headers().forEach(head.putObject("headers")::put);
        if (question.person() != null) {
            head.set("as", tree(question.person()));
        }
        DataOutputStream out = new DataOutputStream(stream.output());
        out.write(block(Json.bytes(head)));
        out.write(block(request.body()));
        out.close();
    }

    /** Read by the agent. */
    public static Asked asked(MuxStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream.input());
        ObjectNode head = Json.parse(block(in, HEAD_MAX));
        byte[] body = block(in, BODY_MAX);
        return head.path("service").asString("").equals(Passage.SERVICE)
                ? new Asked.Through(Passage.passing(head, body))
                : new Asked.Of(question(head, body));
    }

    private static Question question(ObjectNode head, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        head.path("headers")
                .properties()
                .forEach(header -> headers.put(header.getKey(), header.getValue().asString("")));
        return new Question(
                Service.valueOf(head.path("service").asString("")),
                new Transport.Request(
                        head.path("method").asString(""),
                        head.path("path").asString(""),
                        headers,
                        body),
                head.has("as") ? user(head.path("as")) : null);
    }

    /** Sent by the agent; a streamed answer is carried until either side ends it. */
    public static void answer(MuxStream stream, Transport.Response response)
            throws IOException, InterruptedException {
        ObjectNode head = Json.object().put("status", response.status());
        ObjectNode headers = head.putObject("headers");
        response.headers().forEach((name, values) -> values.forEach(headers.withArray(name)::add));
        try (OutputStream out = stream.output()) {
            switch (response.body()) {
                case Transport.Body.Whole(byte[] bytes) -> {
                    out.write(block(Json.bytes(head)));
                    out.write(block(bytes));
                }
                case Transport.Body.Frames frames -> {
                    boolean lines = isLines(response);
                    out.write(block(Json.bytes(head.put("streamed", lines ? "lines" : "chunks"))));
                    carry(frames, lines, out);
                }
            }
        }
    }

    private static boolean isLines(Transport.Response response) {
        return response.headers().getOrDefault("content-type", List.of()).stream()
                .anyMatch(type -> type.startsWith("application/json"));
    }

    private static void carry(Transport.Body.Frames frames, boolean lines, OutputStream out)
            throws IOException, InterruptedException {
        for (byte[] next = frames.next(); next != null; next = frames.next()) {
            byte[] piece = next;
            if (lines) {
                piece = Arrays.copyOf(next, next.length + 1);
                piece[next.length] = '\n';
            }
            out.write(piece);
        }
    }

    /** Read by the hub; a streamed answer owns the stream from then on, any other is complete. */
    static Transport.Response answer(MuxStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream.input());
        ObjectNode head = Json.parse(block(in, HEAD_MAX));
        int status = head.path("status").asInt(500);
        Map<String, List<String>> headers = lists(head.path("headers"));
        String streamed = head.path("streamed").asString("");
        if (streamed.isEmpty()) {
            return new Transport.Response(
                    status, headers, new Transport.Body.Whole(block(in, BODY_MAX)));
        }
        return new Transport.Response(
                status,
                headers,
                new StreamFrames(
                        new BufferedInputStream(new Owned(stream)), streamed.equals("lines")));
    }

    static ObjectNode tree(UserInfo person) {
        ObjectNode tree = Json.object().put("name", person.name()).put("uid", person.uid());
        person.groups().forEach(tree.putArray("groups")::add);
        ObjectNode extra = tree.putObject("extra");
        person.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        return tree;
    }

    static UserInfo user(JsonNode tree) {
        return new UserInfo(
                tree.path("name").asString(""),
                tree.path("uid").asString(""),
                texts(tree.path("groups")),
                lists(tree.path("extra")));
    }

    static Map<String, List<String>> lists(JsonNode tree) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        tree.properties().forEach(e -> lists.put(e.getKey(), texts(e.getValue())));
        return lists;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    static byte[] block(byte[] bytes) {
        return ByteBuffer.allocate(bytes.length + 4).putInt(bytes.length).put(bytes).array();
    }

    static byte[] block(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("more than " + most + " bytes at once");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ended in the middle of a message");
        }
        return bytes;
    }
}
