package io.pinisi.cluster.apiserver.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.testing.ClusterExtension;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Protobuf over the network, as clients that are written in Go speak it. */
final class ProtobufIT {
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An event before its object: type, and the heads of the two fields around the object. */
    private static final int TYPE_FIELD = 1 << 3 | 2;

    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .sslContext(
                            CLUSTER.server().pki().clientCredential(ClusterExtension.ADMIN).tls())
                    .build();

    private HttpRequest.Builder request(String path, String accept) {
        return HttpRequest.newBuilder(URI.create(CLUSTER.server().url() + path))
                .header("Accept", accept)
                .timeout(PATIENCE);
    }

    private HttpResponse<byte[]> create(String path, ObjectNode object, String accept)
            throws IOException, InterruptedException {
        return client.send(
                request(path, accept)
                        .header("Content-Type", PROTOBUF)
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        Protobuf.ENCODER.object(object)))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path, String accept)
            throws IOException, InterruptedException {
        return client.send(request(path, accept).build(), BodyHandlers.ofByteArray());
    }

    private static ObjectNode map(String name) {
        ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", name);
        map.putObject("data").put("a", "");
        map.putObject("binaryData").put("b", "AAH/");
        return map.put("immutable", false);
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElse("");
    }

    @Test
    void anObjectTravelsInProtobufBothWays() throws Exception {
        HttpResponse<byte[]> made = create(MAPS, map("both"), PROTOBUF + ",application/json");
        assertEquals(201, made.statusCode());
        assertEquals(PROTOBUF, type(made));
        ObjectNode created = Protobuf.DECODER.decode(made.body());
        HttpResponse<byte[]> json = get(MAPS + "/both", "application/json");
        assertEquals(Json.parse(json.body()), Json.parse(Json.bytes(created)));
        assertEquals(false, created.path("immutable").asBoolean(true));
        HttpResponse<byte[]> read = get(MAPS + "/both", PROTOBUF);
        assertEquals(created, Protobuf.DECODER.decode(read.body()));
    }

    @Test
    void listsComeWhole() throws Exception {
        create(MAPS, map("listed"), PROTOBUF);
        String path = MAPS + "?fieldSelector=metadata.name%3Dlisted";
        HttpResponse<byte[]> answer = get(path, PROTOBUF);
        assertEquals(PROTOBUF, type(answer));
        ObjectNode list = Protobuf.DECODER.decode(answer.body());
        assertEquals("ConfigMapList", list.path("kind").asString());
        assertEquals("listed", list.path("items").path(0).path("metadata").path("name").asString());
        String partial = PROTOBUF + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
        ObjectNode metadata = Protobuf.DECODER.decode(get(path, partial).body());
        assertEquals("PartialObjectMetadataList", metadata.path("kind").asString());
        assertEquals(
                "listed", metadata.path("items").path(0).path("metadata").path("name").asString());
        assertEquals(false, metadata.path("items").path(0).has("data"));
    }

    @Test
    void eventsOfAWatchComeInFramesWithTheirLength() throws Exception {
        create(MAPS, map("watched"), PROTOBUF);
        HttpResponse<InputStream> watch =
                client.send(
                        request(
                                        MAPS + "?watch=true&fieldSelector=metadata.name%3Dwatched",
                                        PROTOBUF + ";stream=watch")
                                .build(),
                        BodyHandlers.ofInputStream());
        try (DataInputStream events = new DataInputStream(watch.body())) {
            assertEquals(PROTOBUF + ";stream=watch", type(watch));
            byte[] event = new byte[events.readInt()];
            events.readFully(event);
            assertEquals(TYPE_FIELD, event[0]);
            String kind = new String(event, 2, event[1], StandardCharsets.UTF_8);
            assertEquals("ADDED", kind);
            ObjectNode object = Protobuf.DECODER.decode(after(event, ProtobufSchema.MAGIC));
            assertEquals("watched", object.path("metadata").path("name").asString());
        }
    }

    private static byte[] after(byte[] event, byte[] magic) {
        int at = 0;
        while (!Arrays.equals(event, at, at + magic.length, magic, 0, magic.length)) {
            at++;
        }
        return Arrays.copyOfRange(event, at, event.length);
    }

    @Test
    void failuresComeInProtobufToo() throws Exception {
        HttpResponse<byte[]> missing = get(MAPS + "/nothing", PROTOBUF);
        assertEquals(404, missing.statusCode());
        assertEquals(PROTOBUF, type(missing));
        ObjectNode status = Protobuf.DECODER.decode(missing.body());
        assertEquals("configmaps \"nothing\" not found", status.path("message").asString());
        assertEquals("NotFound", status.path("reason").asString());
        assertEquals("nothing", status.path("details").path("name").asString());
        assertEquals(404, status.path("code").asInt());
    }

    @Test
    void whereNeitherFormFitsTheAnswerIsNotAcceptable() throws Exception {
        HttpResponse<byte[]> table = get(MAPS, PROTOBUF + ";as=Table;g=meta.k8s.io;v=v1");
        assertEquals(406, table.statusCode());
        assertEquals(406, get(MAPS, "text/html").statusCode());
        assertEquals(406, get(MAPS + "?watch=true", "application/yaml").statusCode());
    }
}
