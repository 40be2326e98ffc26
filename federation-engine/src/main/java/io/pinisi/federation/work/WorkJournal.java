package io.pinisi.federation.work;

import io.pinisi.federation.placement.Template;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which templates' Works changed lately, in order, and who follows. Revisions rise also from one
 * process to the next, for they begin at the time. Thread-safe; guarded by {@code this}.
 */
final class WorkJournal {
    private final WorkLimits limits;
    private final Map<Template, Presence> presences = new HashMap<>();
    private final Deque<Touch> touches = new ArrayDeque<>();
    private final Set<Follower> followers = new HashSet<>();
    private long revision;
    private long forgotten;
    private boolean closed;

    /**
     * Where a template's Works are.
     *
     * @param uid of its binding
     * @param revision of the last change
     */
    record Presence(String uid, Set<String> clusters, long revision) {
        Presence {
            clusters = Set.copyOf(clusters);
        }
    }

    /** One change, and which clusters it brought and took away. */
    private record Touch(
            long revision,
            Template template,
            String uid,
            Set<String> arrived,
            Set<String> departed) {}

    /**
     * What a follower has to look at.
     *
     * @param arrived clusters that came by since it began to follow, or looked last
     * @param departed those that went, with the uid of the binding
     */
    record News(
            Template template, long revision, Set<String> arrived, Map<String, String> departed) {}

    /**
     * @param beginning a revision above all of former processes
     */
    WorkJournal(long beginning, WorkLimits limits) {
        this.revision = beginning;
        this.forgotten = beginning;
        this.limits = limits;
    }

    synchronized long revision() {
        return revision;
    }

    /** When a template's Works changed last. */
    synchronized long revision(Template template) {
        Presence presence = presences.get(template);
        return presence == null ? forgotten : presence.revision();
    }

    /** How things are when somebody begins to look; says nothing to anybody. */
    synchronized void seed(Template template, String uid, Set<String> clusters) {
        presences.putIfAbsent(template, new Presence(uid, clusters, revision));
    }

    /**
     * @param uid of the binding; empty where there is none any more
     */
    synchronized void touch(Template template, String uid, Set<String> clusters) {
        Presence before = presences.get(template);
        Set<String> were = before == null ? Set.of() : before.clusters();
        boolean same = before == null || before.uid().equals(uid);
        Touch touch =
                new Touch(
                        ++revision,
                        template,
                        before == null ? uid : before.uid(),
                        same ? without(clusters, were) : clusters,
                        same ? without(were, clusters) : were);
        if (clusters.isEmpty()) {
            presences.remove(template);
        } else {
            presences.put(template, new Presence(uid, clusters, revision));
        }
        touches.addLast(touch);
        if (touches.size() > limits.remembered()) {
            forgotten = touches.removeFirst().revision();
        }
        followers.forEach(follower -> follower.note(touch));
        notifyAll();
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(others);
        return left;
    }

    /** From here on. */
    synchronized Follower follow() {
        Follower follower = new Follower();
        followers.add(follower);
        return follower;
    }

    /** From a revision on; null where that is not remembered, or not known. */
    synchronized @Nullable Follower followAfter(long known) {
        if (known < forgotten || known > revision) {
            return null;
        }
        Follower follower = follow();
        touches.stream().filter(touch -> touch.revision() > known).forEach(follower::note);
        return follower;
    }

    synchronized void close() {
        closed = true;
        followers.clear();
        notifyAll();
    }

    /**
     * One reader's unread news. A template that changes again stands once, and behind the others,
     * so that revisions are read in order.
     */
    final class Follower implements AutoCloseable {
        private final Map<Template, News> unread = new LinkedHashMap<>();
        private boolean ended;

        private void note(Touch touch) {
            News known = unread.remove(touch.template());
            Set<String> arrived = known == null ? new TreeSet<>() : known.arrived();
            Map<String, String> departed = known == null ? new TreeMap<>() : known.departed();
            arrived.addAll(touch.arrived());
            touch.departed().forEach(cluster -> departed.put(cluster, touch.uid()));
            unread.put(
                    touch.template(),
                    new News(touch.template(), touch.revision(), arrived, departed));
        }

        /** The next that changed, or null when none did within the wait. */
        @Nullable News take(long waitMillis) throws InterruptedException {
            synchronized (WorkJournal.this) {
                if (unread.isEmpty() && !hasEnded() && waitMillis > 0) {
                    WorkJournal.this.wait(waitMillis);
                }
                Iterator<News> all = unread.values().iterator();
                if (hasEnded() || !all.hasNext()) {
                    return null;
                }
                News first = all.next();
                all.remove();
                return first;
            }
        }

        /** The revision that all is read up to; null while something is not. */
        @Nullable Long readUpTo() {
            synchronized (WorkJournal.this) {
                return unread.isEmpty() ? revision : null;
            }
        }

        boolean hasEnded() {
            synchronized (WorkJournal.this) {
                return ended || closed;
            }
        }

        @Override
        public void close() {
            synchronized (WorkJournal.this) {
                ended = true;
                unread.clear();
                followers.remove(this);
                WorkJournal.this.notifyAll();
            }
        }
    }
}
