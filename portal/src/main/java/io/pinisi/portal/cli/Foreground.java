package io.pinisi.portal.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs something until the process is told to end, as Ctrl-C does. */
final class Foreground {
    private static final Logger log = LoggerFactory.getLogger(Foreground.class);

    private Foreground() {}

    /** What is run; closing it also ends a start that is under way. */
    interface Service extends AutoCloseable {
        void start() throws InterruptedException;

        @Override
        void close();
    }

    /**
     * @param stopping what is told while it stops
     * @throws Failure it does not start
     */
    static int run(Service service, Progress progress, String stopping)
            throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    progress.say("pinisi: stopping " + stopping);
                                    service.close();
                                    progress.say("pinisi: stopped");
                                    stopped.countDown();
                                },
                                "shutdown"));
        try {
            service.start();
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException e) {
            log.error("the start failed", e);
            throw new Failure("the start failed: " + e.getMessage(), e);
        }
        stopped.await();
        return 0;
    }
}
