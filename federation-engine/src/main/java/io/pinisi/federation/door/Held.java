package io.pinisi.federation.door;

import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.Grant;
import io.pinisi.cluster.client.Transport;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Something of a caller's that goes on: it ends with the right it was opened with and when nothing
 * moved on it for too long, also while nobody reads it. Its place is given back when it ends.
 */
final class Held {
    private final DoorLimits limits;
    private final Grant grant;
    private final InstantSource clock;
    private final Runnable end;
    private final Places.Place place;
    private final Thread watch;
    private volatile Instant moved;

    private Held(
            DoorLimits limits, Grant grant, InstantSource clock, Places.Place place, Runnable end) {
        this.limits = limits;
        this.grant = grant;
        this.clock = clock;
        this.place = place;
        this.end = end;
        this.moved = clock.instant();
        this.watch = Thread.ofVirtual().name("door-right").start(this::watch);
    }

    /** The body of an answer as it is handed to the caller. */
    static Body of(
            Body body, DoorLimits limits, Grant grant, InstantSource clock, Places.Place place) {
        return switch (body) {
            case Body.Parts parts -> {
                place.close();
                yield parts;
            }
            case Body.Streamed(Transport.Body.Frames frames) ->
                    new Body.Streamed(
                            new Frames(
                                    frames, new Held(limits, grant, clock, place, frames::close)));
            case Body.Tunnelled(ByteTunnel tunnel) ->
                    new Body.Tunnelled(
                            new Tunnel(
                                    tunnel, new Held(limits, grant, clock, place, tunnel::close)));
        };
    }

    private void watch() {
        try {
            do {
                Thread.sleep(limits.rightChecked());
            } while (grant.holds() && clock.instant().isBefore(moved.plus(limits.idle())));
            end.run();
            place.close();
        } catch (InterruptedException e) {
            // closed by whoever used it
        }
    }

    private void moved() {
        moved = clock.instant();
    }

    private void close() {
        watch.interrupt();
        end.run();
        place.close();
    }

    private record Frames(Transport.Body.Frames frames, Held held)
            implements Transport.Body.Frames {
        @Override
        public byte @Nullable [] next() throws InterruptedException {
            byte[] piece = frames.next();
            held.moved();
            return piece;
        }

        @Override
        public void close() {
            held.close();
        }
    }

    private record Tunnel(ByteTunnel tunnel, Held held) implements ByteTunnel {
        @Override
        public InputStream input() throws IOException {
            return new FilterInputStream(tunnel.input()) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    int read = super.read(bytes, from, length);
                    held.moved();
                    return read;
                }
            };
        }

        @Override
        public OutputStream output() throws IOException {
            return new FilterOutputStream(tunnel.output()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                    held.moved();
                }
            };
        }

        @Override
        public void close() {
            held.close();
        }
    }
}
