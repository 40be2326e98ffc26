package io.pinisi.cluster.history;

import io.pinisi.db.history.Chronicle;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.db.revision.Write;
import java.util.Optional;

/** By which request of a person, or of somebody's program, a revision was written. */
public final class WritingRequests {
    private static final String COMPONENTS = "system:";
    private static final String ACCOUNTS = "system:serviceaccount:";
    private static final String CONTROLLERS = "system:serviceaccount:kube-system:";

    private final Chronicle log;

    public WritingRequests(Chronicle log) {
        this.log = log;
    }

    /** Empty where a component wrote it, or the log has forgotten it. */
    public Optional<String> of(long revision) {
        try {
            return log.origin(revision)
                    .filter(origin -> !isComponent(origin.actor()))
                    .map(Write.Origin::requestId)
                    .filter(id -> !id.isEmpty());
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    private static boolean isComponent(String actor) {
        return actor.startsWith(CONTROLLERS)
                || (actor.startsWith(COMPONENTS) && !actor.startsWith(ACCOUNTS));
    }
}
