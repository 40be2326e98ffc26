package io.pinisi.cluster.network.table;

import io.pinisi.cluster.node.engine.Command;
import io.pinisi.cluster.node.engine.EngineFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one nftables table of every node up to date after changes, at most once per interval. */
public final class TableLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableLoop.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final String name;
    private final Supplier<List<Table>> tables;
    private final Wait ready;
    private final Semaphore changed = new Semaphore(0);
    private final Map<String, String> applied = new HashMap<>();
    private final Thread thread;

    /**
     * @param namespace of the node
     * @param text the whole table as it should be now; replaces what is there in one transaction
     */
    public record Table(String node, Path namespace, String text) {}

    /** Returns when the tables' texts can be trusted. */
    @FunctionalInterface
    public interface Wait {
        void await() throws InterruptedException;
    }

    private TableLoop(String name, Supplier<List<Table>> tables, Wait ready) {
        this.name = name;
        this.ready = ready;
        this.tables = tables;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /**
     * @param name what the tables are about, for the log
     * @param tables every node's, asked for once in each pass
     * @param ready until then, what an earlier run left stays in force
     */
    public static TableLoop start(String name, Supplier<List<Table>> tables, Wait ready) {
        TableLoop loop = new TableLoop(name, tables, ready);
        loop.changed();
        loop.thread.start();
        return loop;
    }

    /** Something has changed that the tables depend on. */
    public void changed() {
        changed.release();
    }

    private void run() {
        try {
            ready.await();
            while (true) {
                changed.acquire();
                changed.drainPermits();
                Duration wait = INTERVAL;
                try {
                    apply();
                } catch (EngineFailure e) {
                    LOG.warn("{} not applied: {}", name, e.getMessage());
                    changed.release();
                    wait = RETRY;
                } catch (RuntimeException e) {
                    LOG.error("{} not applied", name, e);
                }
                Thread.sleep(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply() {
        for (Table table : tables.get()) {
            String text = table.text();
            if (!text.equals(applied.get(table.node()))) {
                Command.feed(text, "nsenter", "--net=" + table.namespace(), "nft", "-f", "-");
                applied.put(table.node(), text);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
