package io.pinisi.db.audit;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets records go whose time is over, whole checkpoints at a time, and leaves the checkpoints. What
 * a hold fits keeps its whole checkpoint. Each step is one transaction: the records, a signed
 * statement that they were let go, and an audit record of it.
 */
public final class AuditRetention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
    private static final String ACTOR = "system:audit-retention";

    private final AuditLog log;
    private final CheckpointSigner signer;
    private final CheckpointFolder folder;
    private final RetentionPolicy policy;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    public AuditRetention(
            AuditLog log,
            CheckpointSigner signer,
            CheckpointFolder folder,
            RetentionPolicy policy,
            InstantSource clock) {
        this.log = log;
        this.signer = signer;
        this.folder = folder;
        this.policy = policy;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("audit-retention").unstarted(this::run);
    }

    public static AuditRetention start(
            AuditLog log,
            CheckpointSigner signer,
            CheckpointFolder folder,
            RetentionPolicy policy,
            InstantSource clock) {
        AuditRetention retention = new AuditRetention(log, signer, folder, policy, clock);
        retention.thread.start();
        return retention;
    }

    private void run() {
        try {
            do {
                attempt();
            } while (!stop.await(policy.look().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            long records = retire();
            if (records > 0) {
                LOG.info("audit records let go={} older than={}", records, policy.retention());
            }
        } catch (TamperedException e) {
            LOG.error("the audit log was tampered with, nothing of it is let go", e);
        } catch (UncheckedIOException e) {
            LOG.error("retirements of audit records cannot be published: {}", e.getMessage());
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                LOG.warn("no audit records are let go this time: {}", e.toString());
            }
        }
    }

    /** One pass; tells how many records were let go. */
    public long retire() throws InterruptedException {
        List<Retirement> known = publishStored(0);
        BitSet retired = ChainCheck.retired(known);
        Instant horizon = clock.instant().minus(policy.retention());
        long number = known.isEmpty() ? 0 : known.getLast().number();
        long records = 0;
        for (List<Checkpoint> range : due(retired, horizon)) {
            if (log.retire(signer.sign(unsigned(number + 1, range)), entry(range))) {
                number++;
                records += range.getLast().last() - range.getFirst().first() + 1;
            }
        }
        publishStored(known.isEmpty() ? 0 : known.getLast().number());
        return records;
    }

    private List<Retirement> publishStored(long after) {
        List<Retirement> all = new ArrayList<>();
        List<Retirement> page;
        do {
            page = log.retirementsAfter(all.isEmpty() ? after : all.getLast().number());
            page.forEach(folder::publish);
            all.addAll(page);
        } while (page.size() == AuditTrail.PAGE_MAX);
        return all;
    }

    /** Neighbours that one step takes; their records are older than their checkpoint. */
    private List<List<Checkpoint>> due(BitSet retired, Instant horizon) {
        List<List<Checkpoint>> ranges = new ArrayList<>();
        List<Checkpoint> range = new ArrayList<>();
        long number = 0;
        List<Checkpoint> page;
        do {
            page = log.checkpointsAfter(number);
            for (Checkpoint next : page) {
                number = next.number();
                if (!next.createdAt().isBefore(horizon)) {
                    addIfAny(ranges, range);
                    return ranges;
                }
                boolean goes = !retired.get(Math.toIntExact(number)) && !log.isHeld(next);
                if (!goes || isFull(range, next)) {
                    addIfAny(ranges, range);
                    range = new ArrayList<>();
                }
                if (goes) {
                    range.add(next);
                }
            }
        } while (page.size() == AuditTrail.PAGE_MAX);
        addIfAny(ranges, range);
        return ranges;
    }

    private boolean isFull(List<Checkpoint> range, Checkpoint next) {
        return !range.isEmpty() && next.last() - range.getFirst().first() + 1 > policy.recordsMax();
    }

    private static void addIfAny(List<List<Checkpoint>> ranges, List<Checkpoint> range) {
        if (!range.isEmpty()) {
            ranges.add(range);
        }
    }

    private Retirement unsigned(long number, List<Checkpoint> range) {
        Checkpoint begin = range.getFirst();
        Checkpoint end = range.getLast();
        return new Retirement(
                number,
                begin.number(),
                end.number(),
                begin.first(),
                end.last(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                end.digest(),
                CheckpointSigner.keyId(signer.publicKey()),
                "");
    }

    private AuditEntry entry(List<Checkpoint> range) {
        Checkpoint begin = range.getFirst();
        Checkpoint end = range.getLast();
        return new AuditEntry(
                ACTOR,
                List.of(),
                "retire",
                "/audit/records",
                "",
                "",
                "engine",
                "allowed",
                "{\"first\":%d,\"firstCheckpoint\":%d,\"last\":%d,\"lastCheckpoint\":%d,\"retention\":\"%s\"}"
                        .formatted(
                                begin.first(),
                                begin.number(),
                                end.last(),
                                end.number(),
                                policy.retention()));
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
