package io.pinisi.db.audit;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the chain as it grows. Checks every record before it vouches for it, and stops for good
 * when one is not what was written, or when the folder holds a checkpoint that the store denies.
 * Only what is in the store is published, so a lost answer of the database leads to no second
 * checkpoint of the same number.
 */
public final class Checkpointer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final AuditLog log;
    private final CheckpointSigner signer;
    private final CheckpointFolder folder;
    private final CheckpointLimits limits;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** The newest that was published; confined to the thread, and to the closer after its end. */
    private @Nullable Checkpoint last;

    private boolean halted;

    private Checkpointer(
            AuditLog log,
            CheckpointSigner signer,
            CheckpointFolder folder,
            CheckpointLimits limits,
            InstantSource clock) {
        this.log = log;
        this.signer = signer;
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("audit-checkpoints").unstarted(this::run);
    }

    public static Checkpointer start(
            AuditLog log,
            CheckpointSigner signer,
            CheckpointFolder folder,
            CheckpointLimits limits,
            InstantSource clock) {
        Checkpointer checkpointer = new Checkpointer(log, signer, folder, limits, clock);
        checkpointer.thread.start();
        return checkpointer;
    }

    private void run() {
        try {
            folder.publish(signer.publicKey());
            do {
                attempt(this::sealWhatIsDue);
            } while (!stop.await(limits.look().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            LOG.error("audit checkpoints cannot be published: {}", e.getMessage());
        }
    }

    /** One step of the work. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private void attempt(Step step) throws InterruptedException {
        if (halted) {
            return;
        }
        try {
            step.run();
        } catch (TamperedException e) {
            halted = true;
            LOG.error("the audit log was tampered with, no further checkpoint is signed", e);
        } catch (RuntimeException e) {
            LOG.warn("no audit checkpoint this time: {}", e.toString());
        }
    }

    private void sealWhatIsDue() throws InterruptedException {
        publishStored();
        while (waiting() >= limits.recordsMax() || (waiting() > 0 && isOld())) {
            sealNext();
        }
    }

    private void sealAll() throws InterruptedException {
        publishStored();
        while (waiting() > 0) {
            sealNext();
        }
    }

    private long waiting() {
        List<AuditRecord> newest = log.read(AuditQuery.newest(1));
        return newest.isEmpty() ? 0 : newest.getFirst().sequence() - lastSequence();
    }

    private boolean isOld() {
        Instant since = last == null ? Instant.EPOCH : last.createdAt();
        return !clock.instant().isBefore(since.plus(limits.ageMax()));
    }

    private long lastSequence() {
        return last == null ? 0 : last.last();
    }

    private void sealNext() throws InterruptedException {
        List<AuditRecord> records =
                log.after(lastSequence()).stream().limit(limits.recordsMax()).toList();
        log.seal(signer.sign(unsigned(records)));
        long before = lastSequence();
        publishStored();
        if (lastSequence() == before) {
            throw new IllegalStateException("the store did not keep the checkpoint");
        }
    }

    private Checkpoint unsigned(List<AuditRecord> records) {
        String previous = last == null ? AuditChain.GENESIS : last.chainHash();
        long sequence = lastSequence();
        MerkleTree tree = new MerkleTree();
        for (AuditRecord chained : records) {
            sequence++;
            if (chained.sequence() != sequence || !AuditChain.holds(previous, chained)) {
                throw new TamperedException("record " + sequence + " is not what was written");
            }
            previous = chained.hash();
            tree.add(HexFormat.of().parseHex(previous));
        }
        return new Checkpoint(
                last == null ? 1 : last.number() + 1,
                lastSequence() + 1,
                sequence,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                HexFormat.of().formatHex(tree.root()),
                previous,
                last == null ? AuditChain.GENESIS : last.digest(),
                CheckpointSigner.keyId(signer.publicKey()),
                "");
    }

    private void publishStored() {
        List<Checkpoint> page;
        do {
            page = log.checkpointsAfter(last == null ? 0 : last.number());
            for (Checkpoint checkpoint : page) {
                folder.publish(checkpoint);
                last = checkpoint;
            }
        } while (page.size() == AuditTrail.PAGE_MAX);
    }

    /** Seals what is there, so that a clean stop leaves no record without a checkpoint. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
            attempt(this::sealAll);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
