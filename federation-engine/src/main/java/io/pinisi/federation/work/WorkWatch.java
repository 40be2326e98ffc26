package io.pinisi.federation.work;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.WatchEvent;
import io.pinisi.cluster.storage.WatchStream;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Renderer;
import io.pinisi.federation.work.WorkJournal.Follower;
import io.pinisi.federation.work.WorkJournal.News;
import io.pinisi.federation.work.Works.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One reader's watch. It is told which templates changed and looks itself what became of their
 * Works, at its own pace; what it was sent last it knows by a digest. Read by one thread.
 */
final class WorkWatch implements WatchStream {
    private final Works works;
    private final Follower follower;
    private final Predicate<ObjectKey> wanted;
    private final Iterator<Place> initial;
    private final boolean fromState;
    private final InstantSource clock;
    private final Queue<WatchEvent> ready = new ArrayDeque<>();
    private final Map<Place, String> sent = new HashMap<>();
    private boolean marksInitial;
    private Instant bookmarkDue;

    /**
     * @param initial what is sent first; null where the reader knows what was
     * @param marksInitial whether the end of that is marked
     */
    WorkWatch(
            Works works,
            Follower follower,
            Predicate<ObjectKey> wanted,
            @Nullable Iterator<Place> initial,
            boolean marksInitial,
            InstantSource clock) {
        this.works = works;
        this.follower = follower;
        this.wanted = wanted;
        this.fromState = initial != null;
        this.initial = initial == null ? Collections.emptyIterator() : initial;
        this.marksInitial = marksInitial;
        this.clock = clock;
        this.bookmarkDue = clock.instant().plus(WorkLimits.USUAL.bookmarks());
    }

    @Override
    public @Nullable WatchEvent take(Duration wait) throws InterruptedException {
        Instant end = clock.instant().plus(wait);
        while (ready.isEmpty() && !isClosed()) {
            if (initial.hasNext()) {
                begin(initial.next());
                continue;
            }
            if (marksInitial) {
                marksInitial = false;
                return new WatchEvent.Bookmark(works.look().revision(), true);
            }
            Instant now = clock.instant();
            WatchEvent bookmark = bookmark(now);
            if (bookmark != null || !now.isBefore(end)) {
                return bookmark;
            }
            Instant next = bookmarkDue.isBefore(end) ? bookmarkDue : end;
            News news = follower.take(Math.max(1, Duration.between(now, next).toMillis()));
            if (news != null) {
                look(news);
            }
        }
        return ready.poll();
    }

    /**
     * What changed while the state was sent comes after it, so this revision leaves nothing out.
     */
    private void begin(Place place) {
        works.find(place)
                .filter(work -> wanted.test(work.key()))
                .ifPresent(
                        work -> {
                            sent.put(place, digest(work.tree()));
                            ready.add(new WatchEvent.Added(work));
                        });
    }

    private @Nullable WatchEvent bookmark(Instant now) {
        if (now.isBefore(bookmarkDue)) {
            return null;
        }
        bookmarkDue = now.plus(WorkLimits.USUAL.bookmarks());
        Long revision = follower.readUpTo();
        return revision == null ? null : new WatchEvent.Bookmark(revision, false);
    }

    private void look(News news) {
        Template template = news.template();
        Set<String> there = new HashSet<>();
        for (String cluster : works.clusters(template)) {
            Place place = new Place(template, cluster);
            Optional<ObjectNode> tree =
                    wanted.test(place.key()) ? works.tree(place) : Optional.empty();
            if (tree.isPresent()) {
                there.add(cluster);
                shown(place, tree.get(), news);
            }
        }
        news.departed()
                .forEach(
                        (cluster, uid) -> {
                            if (!there.contains(cluster)) {
                                gone(new Place(template, cluster), uid, news);
                            }
                        });
    }

    private void shown(Place place, ObjectNode tree, News news) {
        ApiObject work = Works.object(place, tree, news.revision());
        String digest = digest(tree);
        String before = sent.put(place, digest);
        if (digest.equals(before)) {
            return;
        }
        boolean known = before != null || !news.arrived().contains(place.cluster());
        ready.add(known ? new WatchEvent.Modified(work) : new WatchEvent.Added(work));
    }

    /** Who began with a list may know it although it was not sent here. */
    private void gone(Place place, String uid, News news) {
        boolean listed = !fromState && !news.arrived().contains(place.cluster());
        boolean known = sent.remove(place) != null || listed;
        if (known && wanted.test(place.key())) {
            ObjectNode last = WorkTree.bare(place.template(), place.cluster(), uid);
            ready.add(new WatchEvent.Deleted(Works.object(place, last, news.revision())));
        }
    }

    private static String digest(ObjectNode tree) {
        ObjectNode content = tree.deepCopy();
        content.withObject("/metadata").remove("resourceVersion");
        return Renderer.shortHash(content.toString());
    }

    @Override
    public boolean isClosed() {
        return follower.hasEnded();
    }

    @Override
    public void close() {
        follower.close();
    }
}
