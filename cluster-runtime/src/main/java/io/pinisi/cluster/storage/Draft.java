package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way into the store. The one who writes it knows it as a tree; the log hands it
 * back as bytes, of which nothing has to be read again while its writer waits for it.
 */
final class Draft {
    private final ObjectKey key;
    private final String uid;
    private final boolean ending;
    private final Map<String, String> labels;
    private final Map<String, String> fields;
    private final byte[] value;
    private @Nullable ApiObject object;

    /**
     * @param value the form for the disk, not sealed
     */
    Draft(
            ObjectKey key,
            String uid,
            boolean ending,
            Map<String, String> labels,
            Map<String, String> fields,
            byte[] value) {
        this.key = key;
        this.uid = uid;
        this.ending = ending;
        this.labels = labels;
        this.fields = fields;
        this.value = value;
    }

    /** The object as the revision that wrote it, the same for all who ask. */
    synchronized ApiObject at(long revision) {
        if (object == null) {
            object =
                    new ApiObject(
                            key,
                            uid,
                            revision,
                            ending,
                            labels,
                            fields,
                            WireBytes.stamped(value, revision));
        }
        return object;
    }
}
