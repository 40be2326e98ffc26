package io.pinisi.federation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The water between the hub and one member: carries every byte while it is calm, and otherwise
 * swallows them, or delays them, without either side being told.
 */
public final class Strait implements AutoCloseable {
    private static final int CHUNK = 16 << 10;

    private final ServerSocket shore;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition calm = lock.newCondition();
    private volatile boolean stormy;
    private volatile Duration delay = Duration.ZERO;

    /**
     * @param port of the member, on this machine
     */
    Strait(int port) {
        this.port = port;
        try {
            this.shore = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("strait-" + port).start(this::ferry);
    }

    String hostPort() {
        return "127.0.0.1:" + shore.getLocalPort();
    }

    /** From here on nothing arrives, in either direction, and nobody hears of it. */
    public void storm() {
        stormy = true;
    }

    /** All that was under way arrives late; the connections live on. */
    public void calm() {
        delay = Duration.ZERO;
        lock.lock();
        try {
            stormy = false;
            calm.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every piece takes this much longer. */
    public void slow(Duration by) {
        delay = by;
    }

    private void ferry() {
        try {
            while (!shore.isClosed()) {
                Socket near = shore.accept();
                open.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket near) {
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.add(far);
            Thread back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
        } catch (IOException e) {
            // the member is stopped: the near end is told by its closing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                pass();
                out.write(chunk, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() throws InterruptedException {
        if (delay.isPositive()) {
            Thread.sleep(delay);
        }
        if (!stormy) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (stormy) {
                calm.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone anyway
        }
    }

    @Override
    public void close() {
        calm();
        open.forEach(this::close);
        try {
            shore.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
