package io.pinisi.cluster.registry;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one chore again and again, until it is closed; a failure is told and tried again. */
final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

    private final String name;
    private final Duration interval;
    private final Runnable chore;
    private final Thread thread;

    private Housekeeper(String name, Duration interval, Runnable chore) {
        this.name = name;
        this.interval = interval;
        this.chore = chore;
        this.thread = Thread.ofVirtual().name("registry-" + name).unstarted(this::run);
    }

    static Housekeeper every(String name, Duration interval, Runnable chore) {
        Housekeeper keeper = new Housekeeper(name, interval, chore);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        while (!thread.isInterrupted()) {
            try {
                Thread.sleep(interval);
                chore.run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!thread.isInterrupted()) {
                    LOG.warn("a chore of the registry failed; chore={}", name, e);
                }
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
