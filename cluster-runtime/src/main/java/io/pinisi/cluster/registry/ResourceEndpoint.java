package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.WatchStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the verbs of the API server call, for a resource or one of its object-shaped subresources
 * ({@code status}, {@code scale}, {@code binding}, {@code eviction} …). Stored kinds are served by
 * {@code ResourceStore}; reviews and computed views have endpoints of their own. A verb that an
 * endpoint does not have is refused as the original refuses it.
 *
 * <p>Objects go in and come out in the storage version.
 */
public interface ResourceEndpoint {

    /** Whether lists and watches heed {@link ListQuery#visibility()}. */
    default boolean heedsVisibility() {
        return false;
    }

    /**
     * @param resourceVersion as the client sent it, or empty
     */
    default ApiObject get(ObjectKey key, String resourceVersion) {
        throw notAllowed();
    }

    default ObjectList list(ListQuery query) {
        throw notAllowed();
    }

    default WatchStream watch(WatchQuery query) {
        throw notAllowed();
    }

    /**
     * @param name the object's name where a subresource is created on it, else null
     */
    default Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        throw notAllowed();
    }

    default Written update(Call call, ObjectKey key, ObjectNode body) {
        throw notAllowed();
    }

    default Written patch(Call call, ObjectKey key, PatchBody patch) {
        throw notAllowed();
    }

    default Written delete(Call call, ObjectKey key, DeleteOptions options) {
        throw notAllowed();
    }

    default ObjectList deleteCollection(Call call, ListQuery query, DeleteOptions options) {
        throw notAllowed();
    }

    private static ApiException notAllowed() {
        return new ApiException(
                Reason.METHOD_NOT_ALLOWED,
                "the server does not allow this method on the requested resource");
    }

    /**
     * The outcome of a write: the object to send back (a dry run's too; a {@code Status} has no
     * revision), and what became of it.
     */
    record Written(byte[] json, Outcome outcome) {
        /** {@code DELETED} is answered with a {@code Status} or the last state. */
        public enum Outcome {
            CREATED,
            UPDATED,
            UNCHANGED,
            DELETED
        }
    }
}
