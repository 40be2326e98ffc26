package io.pinisi.federation.fleet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners that something in the fleet changed, at most a few times a second however much
 * changes; what changed, they ask themselves.
 */
public final class Changes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long QUIET_MILLIS = 200;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread teller;
    private long version;
    private long told;

    /** Ends the telling. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    public Changes() {
        this.teller = Thread.ofVirtual().name("fleet-changes").start(this::tell);
    }

    /** Something changed. */
    public synchronized void bump() {
        version++;
        notifyAll();
    }

    /** Grows with every change. */
    public synchronized long version() {
        return version;
    }

    /**
     * @param listener called on a thread of ours; must be quick
     */
    public Subscription listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell() {
        try {
            while (true) {
                await();
                for (Runnable listener : listeners) {
                    call(listener);
                }
                Thread.sleep(QUIET_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void await() throws InterruptedException {
        while (told == version) {
            wait();
        }
        told = version;
    }

    private static void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("a listener of the fleet failed", e);
        }
    }

    @Override
    public void close() {
        teller.interrupt();
    }
}
