package io.pinisi.federation.history;

import io.pinisi.cluster.history.Contact;
import io.pinisi.cluster.history.SecretDigests;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.federation.watch.Witness;
import io.pinisi.federation.watch.Witnesses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what mirrors see of members into the history, behind the engine's back, on one thread. A
 * member is a source of its cluster's name. Where more comes than can be written, what is over is
 * given up, the member is unknown from then on, and whoever mirrors it is asked to list it again.
 */
public final class MemberHistory implements Witnesses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberHistory.class);
    private static final String PODS = "pods";
    private static final Duration CLOSING = Duration.ofSeconds(10);

    /**
     * What a history of members needs.
     *
     * @param digests of the hub's history, so that a secret there and in a member can be compared
     */
    public record Options(
            History history,
            SecretDigests digests,
            MemberHistoryLimits limits,
            InstantSource clock) {}

    private final Options options;
    private final Significance significance;
    private final Predicate<String> places;
    private final Consumer<String> renew;
    private final BlockingQueue<Told> queue;
    private final Map<String, Instant> overflown = new ConcurrentHashMap<>();
    private final Map<String, SourceLog> logs = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Told(String cluster, Word word) {}

    private MemberHistory(Options options, Predicate<String> places, Consumer<String> renew) {
        this.options = options;
        this.significance = new Significance(options.digests());
        this.places = places;
        this.renew = renew;
        this.queue = new LinkedBlockingQueue<>(options.limits().pendingMax());
        this.thread = Thread.ofVirtual().name("member-history").unstarted(this::run);
    }

    /**
     * @param places whether the hub places something in a namespace; only pods of such are kept
     * @param renew told to list a cluster again
     */
    public static MemberHistory start(
            Options options, Predicate<String> places, Consumer<String> renew) {
        MemberHistory started = new MemberHistory(options, places, renew);
        started.thread.start();
        return started;
    }

    @Override
    public Witness of(String cluster, GroupVersionResource collection) {
        String resource = collection.groupResource().toString();
        tell(cluster, new Word.Opened(resource, now()));
        return new Collection(cluster, resource);
    }

    /** Tells of one collection; what was told already is not told again by the next list. */
    private final class Collection implements Witness {
        private final String cluster;
        private final String resource;
        private final Map<ObjectKey, Long> told = new HashMap<>();

        Collection(String cluster, String resource) {
            this.cluster = cluster;
            this.resource = resource;
        }

        @Override
        public void saw(ObjectKey key, ObjectNode object) {
            if (!isKept(resource, key)) {
                return;
            }
            byte[] state = significance.of(resource, object);
            Long digest = digest(state);
            if (!digest.equals(told.get(key))
                    && tell(cluster, new Word.State(key(resource, key), now(), state))) {
                told.put(key, digest);
            }
        }

        @Override
        public void gone(ObjectKey key) {
            told.remove(key);
            tell(cluster, new Word.State(key(resource, key), now(), null));
        }

        @Override
        public void listed(Set<ObjectKey> keys) {
            tell(
                    cluster,
                    new Word.Listed(
                            resource,
                            now(),
                            keys.stream()
                                    .map(key -> key(resource, key))
                                    .collect(Collectors.toSet())));
        }
    }

    /** Tells states of one object apart; two sums, so that one by chance alike is not enough. */
    private static long digest(byte[] state) {
        CRC32C sum = new CRC32C();
        sum.update(state);
        return sum.getValue() << Integer.SIZE | Integer.toUnsignedLong(Arrays.hashCode(state));
    }

    private boolean isKept(String resource, ObjectKey key) {
        return !resource.equals(PODS) || places.test(namespace(key));
    }

    private static HistoryKey key(String resource, ObjectKey key) {
        return new HistoryKey(resource, namespace(key), key.name());
    }

    private static String namespace(ObjectKey key) {
        return Objects.requireNonNullElse(key.namespace(), "");
    }

    @Override
    public void lost(String cluster, Instant since) {
        tell(cluster, new Word.Lost(since, "Unreachable"));
    }

    @Override
    public void found(String cluster) {
        renew.accept(cluster);
    }

    @Override
    public void left(String cluster) {
        tell(cluster, new Word.Lost(now(), Contact.LEFT));
    }

    private Instant now() {
        return options.clock().instant();
    }

    /** Returns whether it found room. */
    private boolean tell(String cluster, Word word) {
        if (closed) {
            return false;
        }
        boolean room = queue.offer(new Told(cluster, word));
        if (!room) {
            overflown.putIfAbsent(cluster, word.at());
        }
        return room;
    }

    private void run() {
        Instant beaten = now();
        try {
            while (!closed) {
                Instant begun = now().minus(options.limits().gather());
                Told first =
                        queue.poll(options.limits().gather().toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    Thread.sleep(options.limits().gather());
                    write(first);
                }
                giveUp();
                if (!begun.isBefore(beaten.plus(options.limits().beat()))) {
                    beaten = begun;
                    beat(begun);
                }
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a member whose last words cannot be written, it must not be said that they were none. */
    private void finish() throws InterruptedException {
        Instant begun = now().minus(options.limits().gather());
        Told rest = queue.poll();
        if (rest == null || write(rest)) {
            beat(begun);
        }
    }

    /** Tries until it succeeds or the process ends; tells which. */
    private boolean write(Told first) throws InterruptedException {
        Map<String, Deque<Word>> words = new LinkedHashMap<>();
        for (Told told = first; told != null; told = queue.poll()) {
            words.computeIfAbsent(told.cluster(), absent -> new ArrayDeque<>()).add(told.word());
        }
        boolean all = true;
        for (Map.Entry<String, Deque<Word>> one : words.entrySet()) {
            while (!attempt(() -> log(one.getKey()).write(one.getValue()), one.getKey())) {
                if (closed) {
                    all = false;
                    break;
                }
                Thread.sleep(options.limits().retry());
            }
        }
        return all;
    }

    private SourceLog log(String cluster) {
        return logs.computeIfAbsent(cluster, name -> new SourceLog(options.history(), name));
    }

    private boolean attempt(Runnable writing, String cluster) {
        try {
            writing.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("history of cluster={} cannot be written: {}", cluster, e.getMessage());
            return false;
        }
    }

    private void giveUp() {
        for (String cluster : List.copyOf(overflown.keySet())) {
            Instant since = overflown.remove(cluster);
            if (since != null) {
                LOG.warn("history of cluster={} has a gap: more came than was written", cluster);
                lost(cluster, since);
                renew.accept(cluster);
            }
        }
    }

    private void beat(Instant now) {
        logs.forEach((cluster, log) -> attempt(() -> log.beat(now), cluster));
    }

    /** Returns when what is left is written; the history stays its owner's to close. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
