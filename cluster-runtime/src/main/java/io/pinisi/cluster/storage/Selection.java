package io.pinisi.cluster.storage;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a resource a reader wants.
 *
 * @param namespace null for all
 * @param labels null where every object matches
 * @param fields null where every object matches
 * @param visibility null where every object exists for the reader
 */
public record Selection(
        @Nullable String namespace,
        @Nullable Predicate<Map<String, String>> labels,
        @Nullable Predicate<Map<String, String>> fields,
        @Nullable Visibility visibility) {
    public static final Selection ALL = new Selection(null, null, null, null);

    public static Selection in(@Nullable String namespace) {
        return new Selection(namespace, null, null, null);
    }

    /** Whether what objects say decides, and not only where they are. */
    boolean filters() {
        return labels != null || fields != null;
    }

    /** The same without what depends on the form that objects are seen in. */
    Selection unfiltered() {
        return new Selection(namespace, null, null, visibility);
    }

    boolean selective() {
        return labels != null || fields != null || visibility != null;
    }

    boolean matches(ApiObject object) {
        return (namespace == null || namespace.equals(object.key().namespace()))
                && (labels == null || labels.test(object.labels()))
                && (fields == null || fields.test(object.fields()))
                && (visibility == null || visibility.shows(object.key(), object.labels()));
    }
}
