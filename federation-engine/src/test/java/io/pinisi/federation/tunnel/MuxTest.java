package io.pinisi.federation.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MuxTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TunnelLimits SMALL =
            new TunnelLimits(4, 64 << 10, Duration.ofMillis(20), Duration.ofHours(1));

    private final Pipe there = new Pipe(16 << 10);
    private final Pipe back = new Pipe(16 << 10);
    private final AtomicReference<Mux> near = new AtomicReference<>();

    private Mux connect(TunnelLimits limits, InstantSource clock, Consumer<MuxStream> acceptor) {
        AutoCloseable cut =
                () -> {
                    there.fail("cut");
                    back.fail("cut");
                };
        Mux opener = Mux.opener("opener", back.input(), there.output(), cut, limits, clock);
        Mux answering =
                Mux.acceptor(
                        "acceptor", there.input(), back.output(), cut, limits, clock, acceptor);
        near.set(opener);
        Thread.ofVirtual().start(opener::run);
        Thread.ofVirtual().start(answering::run);
        return opener;
    }

    @AfterEach
    void close() {
        near.get().close();
    }

    private static void echo(MuxStream stream) {
        try (stream) {
            stream.input().transferTo(stream.output());
            stream.output().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStreamCarriesMoreThanItsWindowBothWays() throws IOException, InterruptedException {
        Mux mux = connect(SMALL, InstantSource.system(), MuxTest::echo);
        byte[] sent = new byte[1 << 20];
        new Random(11).nextBytes(sent);
        try (MuxStream stream = mux.open()) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try (var out = stream.output()) {
                                            out.write(sent);
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    });
            assertArrayEquals(sent, stream.input().readAllBytes());
            writer.join();
        }
    }

    @Test
    void aStreamThatNobodyReadsHoldsUpNoOther() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        Mux mux =
                connect(
                        SMALL,
                        InstantSource.system(),
                        stream -> {
                            try {
                                if (stream.input().read() == 'w') {
                                    assertTrue(done.await(60, TimeUnit.SECONDS));
                                    stream.close();
                                } else {
                                    echo(stream);
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (MuxStream stuck = mux.open();
                MuxStream other = mux.open()) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    stuck.output().write('w');
                                    stuck.output().write(new byte[1 << 20]);
                                } catch (IOException e) {
                                    // given up, as it must be
                                }
                            });
            other.output().write("-hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            other.output().close();
            assertEquals(5, other.input().readAllBytes().length);
        } finally {
            done.countDown();
        }
    }

    @Test
    void whatOneEndGivesUpEndsAtTheOther() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<MuxStream> far = new AtomicReference<>();
        Mux mux =
                connect(
                        SMALL,
                        InstantSource.system(),
                        stream -> {
                            stream.whenOver(over::countDown);
                            far.set(stream);
                        });
        MuxStream stream = mux.open();
        Await.until("it arrives", SOON, () -> far.get() != null, () -> far);
        stream.close();
        Await.until("it is over", SOON, () -> over.getCount() == 0, () -> over);
        assertThrows(IOException.class, () -> far.get().input().read());
        assertThrows(IOException.class, () -> far.get().output().write(1));
    }

    @Test
    void aReadWaitsNoLongerThanItMay() throws IOException {
        Mux mux = connect(SMALL, InstantSource.system(), stream -> {});
        try (MuxStream stream = mux.open()) {
            stream.patience(Duration.ofMillis(1));
            IOException late = assertThrows(IOException.class, () -> stream.input().read());
            assertTrue(String.valueOf(late.getMessage()).contains("no answer"), late::toString);
        }
    }

    @Test
    void thereAreOnlySoManyStreams() throws IOException {
        Mux mux = connect(SMALL, InstantSource.system(), stream -> {});
        for (int i = 0; i < SMALL.streams(); i++) {
            assertTrue(mux.open() != null);
        }
        assertThrows(IOException.class, mux::open);
    }

    @Test
    void anEndThatHearsNothingClosesTheConnection() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
        TunnelLimits limits =
                new TunnelLimits(4, 64 << 10, Duration.ofMillis(5), Duration.ofSeconds(20));
        Mux mux = Mux.opener("deaf", back.input(), there.output(), back::end, limits, now::get);
        near.set(mux);
        Thread.ofVirtual().start(mux::run);
        MuxStream stream = mux.open();
        now.set(now.get().plusSeconds(21));
        Await.until("it is closed", SOON, mux::isClosed, () -> mux);
        assertThrows(IOException.class, () -> stream.input().read());
    }
}
