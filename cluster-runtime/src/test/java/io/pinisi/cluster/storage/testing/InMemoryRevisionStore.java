package io.pinisi.cluster.storage.testing;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.PreconditionFailedException;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The whole log in a list; every read walks it. */
public final class InMemoryRevisionStore implements RevisionStore {
    private final List<Revision> log = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private long compacted;
    private boolean closed;

    @Override
    public synchronized long head() {
        return log.size();
    }

    @Override
    public synchronized long compacted() {
        return compacted;
    }

    @Override
    public synchronized Revision write(Write write) {
        Revision current = get(write.key());
        boolean holds =
                switch (write.precondition()) {
                    case Write.Precondition.Absent() -> current == null;
                    case Write.Precondition.At(long at) ->
                            current != null && current.number() == at;
                };
        if (!holds) {
            throw new PreconditionFailedException(write.key(), current);
        }
        long number = log.size() + 1L;
        long createdAt = current == null ? number : current.createdAt();
        Revision revision =
                new Revision(number, write.key(), write.operation(), write.value(), createdAt);
        log.add(revision);
        if (write.audit() != null) {
            audit.add(write.audit());
        }
        notifyAll();
        return revision;
    }

    @Override
    public synchronized @Nullable Revision get(String key) {
        return state(log.size()).get(key);
    }

    @Override
    public synchronized List<Revision> range(
            String prefix, String afterKey, int limit, long atRevision) {
        if (atRevision > 0 && atRevision < compacted) {
            throw new CompactedException(atRevision, compacted);
        }
        return state(atRevision == 0 ? log.size() : atRevision).values().stream()
                .filter(revision -> revision.key().startsWith(prefix))
                .filter(revision -> revision.key().compareTo(afterKey) > 0)
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .toList();
    }

    private Map<String, Revision> state(long at) {
        Map<String, Revision> state = new TreeMap<>();
        for (Revision revision : log.subList(0, (int) at)) {
            if (revision.operation() == Revision.Operation.DELETE) {
                state.remove(revision.key());
            } else {
                state.put(revision.key(), revision);
            }
        }
        return state;
    }

    @Override
    public synchronized Tail tail(long afterRevision) {
        if (afterRevision < compacted) {
            throw new CompactedException(afterRevision, compacted);
        }
        return new ListTail(afterRevision);
    }

    @Override
    public synchronized void compact(long revision) {
        compacted = revision;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The audit records of all writes so far. */
    public synchronized List<AuditEntry> audit() {
        return List.copyOf(audit);
    }

    private final class ListTail implements Tail {
        private long position;
        private boolean done;

        private ListTail(long position) {
            this.position = position;
        }

        @Override
        public List<Revision> next() throws InterruptedException {
            synchronized (InMemoryRevisionStore.this) {
                while (!done && !closed && log.size() == position) {
                    InMemoryRevisionStore.this.wait();
                }
                if (done || closed) {
                    return List.of();
                }
                List<Revision> batch = List.copyOf(log.subList((int) position, log.size()));
                position = log.size();
                return batch;
            }
        }

        @Override
        public void close() {
            synchronized (InMemoryRevisionStore.this) {
                done = true;
                InMemoryRevisionStore.this.notifyAll();
            }
        }
    }
}
