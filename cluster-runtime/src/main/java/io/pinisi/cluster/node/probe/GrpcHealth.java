package io.pinisi.cluster.node.probe;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks servers by gRPC's health checking protocol ({@code grpc.health.v1.Health/Check}), in plain
 * text as the original does. Its two messages have one field each and are written here by hand.
 */
final class GrpcHealth implements AutoCloseable {
    private static final int LARGEST_ANSWER = 4096;
    private static final int FIELD = 1;

    private static final long SECONDS_TO_END = 1;

    private static final MethodDescriptor<String, Serving> CHECK =
            MethodDescriptor.<String, Serving>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("grpc.health.v1.Health/Check")
                    .setRequestMarshaller(new Requests())
                    .setResponseMarshaller(new Answers())
                    .build();

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("grpc-probe", true), NioIoHandler.newFactory());

    /** How a service is. */
    enum Serving {
        UNKNOWN,
        SERVING,
        NOT_SERVING,
        SERVICE_UNKNOWN
    }

    /**
     * @param service empty for the server as a whole
     */
    ProbeAnswer check(String host, int port, String service, Duration limit) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(host, port)
                        .eventLoopGroup(loop)
                        .channelType(NioSocketChannel.class)
                        .userAgent("kube-probe/1.32")
                        .maxInboundMessageSize(LARGEST_ANSWER)
                        .usePlaintext()
                        .build();
        try {
            // a connection that is refused is tried again within the time that the probe has
            CallOptions options =
                    CallOptions.DEFAULT
                            .withWaitForReady()
                            .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
            Serving answer = ClientCalls.blockingUnaryCall(channel, CHECK, options, service);
            return answer == Serving.SERVING
                    ? new ProbeAnswer(true, "service healthy")
                    : new ProbeAnswer(
                            false, "service unhealthy (responded with \"" + answer + "\")");
        } catch (StatusRuntimeException e) {
            boolean connected = channel.getState(false) == ConnectivityState.READY;
            String address = host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
            return new ProbeAnswer(false, failure(e.getStatus(), connected, address, limit));
        } finally {
            channel.shutdownNow();
        }
    }

    private static String failure(
            Status status, boolean connected, String address, Duration limit) {
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                    "error: this server does not implement the grpc health protocol"
                            + " (grpc.health.v1.Health): "
                            + status.getDescription();
            case DEADLINE_EXCEEDED ->
                    connected
                            ? "timeout: health rpc did not complete within " + shown(limit)
                            : "timeout: failed to connect service \""
                                    + address
                                    + "\" within "
                                    + shown(limit)
                                    + ": context deadline exceeded";
            default ->
                    "error: health rpc probe failed: rpc error: code = "
                            + status.getCode()
                            + " desc = "
                            + status.getDescription();
        };
    }

    private static String shown(Duration limit) {
        return limit.toSeconds() + "s";
    }

    @Override
    public void close() {
        var _ = loop.shutdownGracefully(0, SECONDS_TO_END, TimeUnit.SECONDS);
    }

    private static final class Requests implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String service) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            try {
                out.writeString(FIELD, service);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public String parse(InputStream stream) {
            throw new UnsupportedOperationException("only servers read requests");
        }
    }

    private static final class Answers implements MethodDescriptor.Marshaller<Serving> {
        @Override
        public InputStream stream(Serving value) {
            throw new UnsupportedOperationException("only servers write answers");
        }

        @Override
        public Serving parse(InputStream stream) {
            Serving serving = Serving.UNKNOWN;
            try {
                CodedInputStream in = CodedInputStream.newInstance(stream);
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    if (tag >>> 3 == FIELD) {
                        serving = serving(in.readEnum());
                    } else {
                        in.skipField(tag);
                    }
                }
            } catch (IOException e) {
                throw Status.INTERNAL.withDescription("unreadable answer").asRuntimeException();
            }
            return serving;
        }

        private static Serving serving(int number) {
            return switch (number) {
                case 1 -> Serving.SERVING;
                case 2 -> Serving.NOT_SERVING;
                case 3 -> Serving.SERVICE_UNKNOWN;
                default -> Serving.UNKNOWN;
            };
        }
    }
}
