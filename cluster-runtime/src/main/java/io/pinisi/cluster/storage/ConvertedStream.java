package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stream of everything, told in another form and only as far as it matches there. One reader.
 *
 * <p>Whether the state before a change matched is known of objects that the stream has shown or
 * held back. Of others it is taken that they did: a reader forgets what it never had, but would
 * keep for ever what it is not told to forget.
 */
final class ConvertedStream implements WatchStream {
    private final WatchStream stream;
    private final UnaryOperator<ApiObject> conversion;
    private final Selection selection;
    private final Set<ObjectKey> hidden = new HashSet<>();

    ConvertedStream(WatchStream stream, UnaryOperator<ApiObject> conversion, Selection selection) {
        this.stream = stream;
        this.conversion = conversion;
        this.selection = selection;
    }

    @Override
    public @Nullable WatchEvent take(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            WatchEvent event = stream.take(left);
            if (event == null) {
                return null;
            }
            WatchEvent seen = converted(event);
            if (seen != null) {
                return seen;
            }
        }
    }

    /** A client that lists again learns there, in a status of its own, why nothing is converted. */
    private @Nullable WatchEvent converted(WatchEvent event) {
        try {
            return switch (event) {
                case WatchEvent.Added(ApiObject object) -> added(conversion.apply(object));
                case WatchEvent.Modified(ApiObject object) -> modified(conversion.apply(object));
                case WatchEvent.Deleted(ApiObject object) -> deleted(conversion.apply(object));
                case WatchEvent.Bookmark bookmark -> bookmark;
                case WatchEvent.Expired expired -> expired;
            };
        } catch (ApiException e) {
            return new WatchEvent.Expired(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable WatchEvent added(ApiObject object) {
        if (selection.matches(object)) {
            hidden.remove(object.key());
            return new WatchEvent.Added(object);
        }
        hidden.add(object.key());
        return null;
    }

    private @Nullable WatchEvent modified(ApiObject object) {
        if (selection.matches(object)) {
            return hidden.remove(object.key())
                    ? new WatchEvent.Added(object)
                    : new WatchEvent.Modified(object);
        }
        return hidden.add(object.key()) ? new WatchEvent.Deleted(object) : null;
    }

    private @Nullable WatchEvent deleted(ApiObject object) {
        return hidden.remove(object.key()) || !selection.matches(object)
                ? null
                : new WatchEvent.Deleted(object);
    }

    @Override
    public boolean isClosed() {
        return stream.isClosed();
    }

    @Override
    public void close() {
        stream.close();
    }
}
