package io.pinisi.db;

import io.pinisi.db.history.FollowedElsewhereException;
import io.pinisi.db.history.ForgottenException;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.PreconditionFailedException;
import io.pinisi.db.revision.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** What callers are told when something was thrown on another thread. */
final class Failures {
    private Failures() {}

    static RuntimeException of(@Nullable Throwable thrown) {
        return switch (thrown) {
            case CompactedException compacted -> compacted;
            case PreconditionFailedException failed -> failed;
            case FollowedElsewhereException followed -> followed;
            case ForgottenException forgotten -> forgotten;
            case StoreUnavailableException unavailable ->
                    new StoreUnavailableException(
                            String.valueOf(unavailable.getMessage()), unavailable);
            case null -> new StoreUnavailableException("the database failed");
            default -> new StoreUnavailableException("the database failed: " + thrown, thrown);
        };
    }
}
