package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.storage.Visibility;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request was let in with.
 *
 * @param visibility what exists for the caller of a list or a watch; null for everything
 * @param unchanged asks anew and says whether the answer would be the same; one who lost the right
 *     is told by an exception
 */
public record Grant(@Nullable Visibility visibility, BooleanSupplier unchanged) {
    public static final Grant FULL = new Grant(null, () -> true);

    /** Whether a stream that was opened with this may go on. */
    public boolean holds() {
        try {
            return unchanged.getAsBoolean();
        } catch (ApiException e) {
            return false;
        }
    }
}
