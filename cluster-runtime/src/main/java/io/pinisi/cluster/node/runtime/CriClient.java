package io.pinisi.cluster.node.runtime;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.pinisi.cluster.node.runtime.cri.ImageServiceGrpc;
import io.pinisi.cluster.node.runtime.cri.ImageServiceGrpc.ImageServiceBlockingStub;
import io.pinisi.cluster.node.runtime.cri.RuntimeServiceGrpc;
import io.pinisi.cluster.node.runtime.cri.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connection to a runtime's socket: its services with their time limits, and failures in our
 * words.
 */
final class CriClient implements AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private static final Duration LONG = Duration.ofMinutes(4);

    private static final int MAX_MESSAGE = 32 << 20;

    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final RuntimeServiceBlockingStub runtime;
    private final ImageServiceBlockingStub images;

    private CriClient(EventLoopGroup loop, ManagedChannel channel) {
        this.loop = loop;
        this.channel = channel;
        this.runtime = RuntimeServiceGrpc.newBlockingStub(channel);
        this.images = ImageServiceGrpc.newBlockingStub(channel);
    }

    /** Connects lazily: the socket need not be there yet. */
    static CriClient connect(Path socket) {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("cri", true), NioIoHandler.newFactory());
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .eventLoopGroup(loop)
                        .withOption(ChannelOption.SO_KEEPALIVE, null) // of TCP alone
                        .overrideAuthority("localhost")
                        .maxInboundMessageSize(MAX_MESSAGE)
                        .usePlaintext()
                        .build();
        return new CriClient(loop, channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** For calls that only read, or change little. */
    RuntimeServiceBlockingStub quick() {
        return runtime.withDeadlineAfter(SHORT.toSeconds(), TimeUnit.SECONDS).withWaitForReady();
    }

    /** For calls that start processes and set up networks. */
    RuntimeServiceBlockingStub slow() {
        return within(LONG);
    }

    /** For slow calls that wait so long besides. */
    RuntimeServiceBlockingStub slowBeside(Duration wait) {
        return within(LONG.plus(wait));
    }

    /** For quick calls whose work itself takes so long. */
    RuntimeServiceBlockingStub quickBeside(Duration work) {
        return within(SHORT.plus(work));
    }

    private RuntimeServiceBlockingStub within(Duration limit) {
        return runtime.withDeadlineAfter(limit.toSeconds(), TimeUnit.SECONDS);
    }

    ImageServiceBlockingStub images() {
        return images(SHORT);
    }

    ImageServiceBlockingStub images(Duration limit) {
        return images.withDeadlineAfter(limit.toSeconds(), TimeUnit.SECONDS);
    }

    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** For calls after which the thing is gone; gone already is as good. */
    static void gone(Supplier<?> call) {
        present(call);
    }

    static <T> Optional<T> present(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    private static RuntimeFailure failure(StatusRuntimeException e) {
        RuntimeFailure.Kind kind =
                switch (e.getStatus().getCode()) {
                    case NOT_FOUND -> RuntimeFailure.Kind.NOT_FOUND;
                    case DEADLINE_EXCEEDED -> RuntimeFailure.Kind.TIMEOUT;
                    case UNAVAILABLE -> RuntimeFailure.Kind.UNAVAILABLE;
                    case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
                            RuntimeFailure.Kind.REFUSED;
                    case OK,
                            CANCELLED,
                            UNKNOWN,
                            ALREADY_EXISTS,
                            RESOURCE_EXHAUSTED,
                            FAILED_PRECONDITION,
                            ABORTED,
                            OUT_OF_RANGE,
                            INTERNAL,
                            DATA_LOSS ->
                            RuntimeFailure.Kind.OTHER;
                };
        String text = e.getStatus().getDescription();
        return new RuntimeFailure(kind, text == null ? e.getStatus().toString() : text, e);
    }
}
