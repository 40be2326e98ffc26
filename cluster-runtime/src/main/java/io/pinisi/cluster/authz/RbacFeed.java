package io.pinisi.cluster.authz;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.ListQuery;
import io.pinisi.cluster.registry.ObjectList;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceRegistry;
import io.pinisi.cluster.registry.WatchQuery;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.WatchEvent;
import io.pinisi.cluster.storage.WatchStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a {@link RuleIndex} current by watching the four RBAC kinds, one thread each. */
public final class RbacFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RbacFeed.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String API_VERSION = "rbac.authorization.k8s.io/v1";

    private final Supplier<ResourceRegistry> registry;
    private final RuleIndex index;
    private final List<Thread> followers = new ArrayList<>();
    private volatile boolean closed;

    private RbacFeed(Supplier<ResourceRegistry> registry, RuleIndex index) {
        this.registry = registry;
        this.index = index;
    }

    /** Returns when the index holds everything there is now. */
    public static RbacFeed start(Supplier<ResourceRegistry> registry, RuleIndex index) {
        RbacFeed feed = new RbacFeed(registry, index);
        feed.follow("clusterroles", Sort.ROLE);
        feed.follow("roles", Sort.ROLE);
        feed.follow("clusterrolebindings", Sort.BINDING);
        feed.follow("rolebindings", Sort.BINDING);
        return feed;
    }

    private enum Sort {
        ROLE,
        BINDING
    }

    /** One kind: what is in the index of it, and how far it has been read. */
    private final class Follower {
        private final GroupVersionResource resource;
        private final Sort sort;
        private Set<ObjectKey> present = new HashSet<>();

        Follower(GroupVersionResource resource, Sort sort) {
            this.resource = resource;
            this.sort = sort;
        }

        private ResourceEndpoint endpoint() {
            return registry.get()
                    .endpoint(resource, "")
                    .orElseThrow(() -> new IllegalStateException("not served: " + resource));
        }

        long load() {
            ObjectList list = endpoint().list(query(""));
            Set<ObjectKey> fresh = new HashSet<>();
            for (ApiObject object : list.items()) {
                put(object);
                fresh.add(object.key());
            }
            present.removeAll(fresh);
            present.forEach(this::remove);
            present = fresh;
            return list.revision();
        }

        void run(long from) {
            long revision = from;
            while (!closed) {
                try {
                    revision = watch(revision);
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    log.warn("resource={} watch failed, listing again", resource, e);
                    revision = reload(revision);
                }
            }
        }

        private long reload(long revision) {
            try {
                Thread.sleep(RETRY);
                return load();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return revision;
            } catch (RuntimeException e) {
                log.warn("resource={} list failed: {}", resource, e.getMessage());
                return revision;
            }
        }

        private long watch(long from) throws InterruptedException {
            long revision = from;
            WatchQuery query = new WatchQuery(query(Long.toString(from)), true, false);
            try (WatchStream stream = endpoint().watch(query)) {
                while (!closed && !stream.isClosed()) {
                    WatchEvent event = stream.take(PATIENCE);
                    if (event != null) {
                        revision = take(event, revision);
                    }
                }
            }
            return revision;
        }

        private long take(WatchEvent event, long revision) {
            return switch (event) {
                case WatchEvent.Added added -> put(added.object());
                case WatchEvent.Modified modified -> put(modified.object());
                case WatchEvent.Deleted deleted -> {
                    remove(deleted.object().key());
                    present.remove(deleted.object().key());
                    yield Math.max(revision, deleted.object().revision());
                }
                case WatchEvent.Bookmark bookmark -> bookmark.revision();
                case WatchEvent.Expired _ -> load();
            };
        }

        private long put(ApiObject object) {
            switch (sort) {
                case ROLE -> index.putRole(object.tree());
                case BINDING -> index.putBinding(object.tree());
            }
            present.add(object.key());
            return object.revision();
        }

        private void remove(ObjectKey key) {
            switch (sort) {
                case ROLE -> index.removeRole(key);
                case BINDING -> index.removeBinding(key);
            }
        }
    }

    private void follow(String resource, Sort sort) {
        Follower follower = new Follower(GroupVersionResource.of(API_VERSION, resource), sort);
        long revision = follower.load();
        followers.add(
                Thread.ofVirtual().name("rbac-" + resource).start(() -> follower.run(revision)));
    }

    private static ListQuery query(String resourceVersion) {
        return new ListQuery(null, "", "", 0, "", resourceVersion, "");
    }

    @Override
    public void close() {
        closed = true;
        followers.forEach(Thread::interrupt);
        for (Thread follower : followers) {
            try {
                follower.join(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
