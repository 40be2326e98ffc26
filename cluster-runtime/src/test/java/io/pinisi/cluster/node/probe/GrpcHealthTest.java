package io.pinisi.cluster.node.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real gRPC server, which reads and writes the bytes of the protocol itself. */
class GrpcHealthTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1";

    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };

    private static Server healthy;
    private static Server other;

    @BeforeAll
    static void serve() throws IOException {
        healthy = server("grpc.health.v1.Health");
        other = server("shop.Cart");
    }

    private static Server server(String service) throws IOException {
        MethodDescriptor<byte[], byte[]> check =
                MethodDescriptor.newBuilder(BYTES, BYTES)
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(service + "/Check")
                        .build();
        return NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(
                        ServerServiceDefinition.builder(service)
                                .addMethod(
                                        check, ServerCalls.asyncUnaryCall(GrpcHealthTest::answer))
                                .build())
                .build()
                .start();
    }

    /** A request is a tag, the length of a name and the name; an answer a tag and a number. */
    private static void answer(byte[] request, StreamObserver<byte[]> answers) {
        String service =
                request.length == 0
                        ? ""
                        : new String(request, 2, request[1], StandardCharsets.UTF_8);
        switch (service) {
            case "" -> done(answers, 1);
            case "cart" -> done(answers, 2);
            case "slow" -> {}
            default -> answers.onError(Status.NOT_FOUND.withDescription("who?").asException());
        }
    }

    private static void done(StreamObserver<byte[]> answers, int status) {
        answers.onNext(new byte[] {8, (byte) status});
        answers.onCompleted();
    }

    @AfterAll
    static void stop() {
        healthy.shutdownNow();
        other.shutdownNow();
    }

    private static ProbeAnswer check(int port, String service, Duration limit) {
        try (GrpcHealth health = new GrpcHealth()) {
            return health.check(HOST, port, service, limit);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    ''   | true  | service healthy
                    cart | false | service unhealthy (responded with "NOT_SERVING")
                    none | false | error: health rpc probe failed: rpc error: code = NOT_FOUND desc = who?
                    """)
    void aServiceSaysHowItIs(String service, boolean success, String output) {
        assertEquals(new ProbeAnswer(success, output), check(healthy.getPort(), service, LIMIT));
    }

    @Test
    void aServerWithoutTheProtocolIsNamed() {
        ProbeAnswer answer = check(other.getPort(), "", LIMIT);
        assertTrue(
                answer.output()
                        .startsWith(
                                "error: this server does not implement the grpc health protocol"
                                        + " (grpc.health.v1.Health): "),
                answer.output());
    }

    @Test
    void aServerThatDoesNotAnswerTimesOut() {
        assertEquals(
                "timeout: health rpc did not complete within 5s",
                check(healthy.getPort(), "slow", Duration.ofSeconds(5)).output());
    }

    /** A port that is held and not listened on refuses, and nobody else can take it. */
    @Test
    void aServerThatIsNotThereTimesOut() throws IOException {
        try (Socket holder = new Socket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = holder.getLocalPort();
            assertEquals(
                    "timeout: failed to connect service \"127.0.0.1:"
                            + port
                            + "\" within 1s: context deadline exceeded",
                    check(port, "", Duration.ofSeconds(1)).output());
        }
    }
}
