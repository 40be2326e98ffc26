package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.scheduler.Profile;
import io.pinisi.cluster.scheduler.Scheduler;
import io.pinisi.cluster.scheduler.SchedulerLimits;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scheduler of one cluster; it begins by itself when it has listed what it reads. */
public final class SchedulerAssembly implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SchedulerAssembly.class);

    private final SharedInformers informers;
    private final Scheduler scheduler;
    private final Thread starter;

    private SchedulerAssembly(SharedInformers informers, Scheduler scheduler) {
        this.informers = informers;
        this.scheduler = scheduler;
        this.starter = Thread.ofVirtual().name("scheduler start").start(this::run);
    }

    /**
     * @param clients gives a client for the scheduler's identity
     */
    public static SchedulerAssembly start(Function<UserInfo, ApiClient> clients) {
        ApiClient client = clients.apply(SystemUsers.user(SystemUsers.SCHEDULER));
        SharedInformers informers = new SharedInformers(client, InformerLimits.STANDARD);
        return new SchedulerAssembly(
                informers,
                new Scheduler(
                        informers,
                        Profile.standard(),
                        SchedulerLimits.STANDARD,
                        InstantSource.system()));
    }

    private void run() {
        informers.start();
        try {
            while (!informers.awaitSync(InformerLimits.STANDARD.watchTimeout())) {
                log.warn("the scheduler still waits for the API server");
            }
            scheduler.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        starter.interrupt();
        scheduler.close();
        informers.close();
    }
}
