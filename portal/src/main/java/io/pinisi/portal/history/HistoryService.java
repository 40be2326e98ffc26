package io.pinisi.portal.history;

import io.pinisi.auth.Identity;
import java.time.Instant;
import java.util.List;

/** Asks the past, as a person. */
public interface HistoryService {
    /** Lists that have a past. */
    enum Listing {
        APPLICATIONS,
        CLUSTERS,
        PLACEMENTS,
        NODES,
        PODS,
        EVERYTHING
    }

    /**
     * What was there at a moment.
     *
     * @param after where the page before ended; empty for the first
     */
    PastPage<PastObject> at(
            Identity who, Listing listing, PastScope scope, Instant moment, String after);

    /** What changed after one moment and up to another. */
    PastPage<ObjectChange> between(
            Identity who, PastScope scope, Instant from, Instant until, String after);

    /** Whose past there is for this person: the hub first, then clusters. */
    List<String> sources(Identity who);

    /** Where objects were. */
    Whereabouts whereabouts(Identity who, Whereabouts.Question question);

    /** An object's life, newest first. */
    PastPage<Step> timeline(Identity who, PastRef ref, String after);

    /** The state that a revision made, with what it changed; empty where it is not kept. */
    List<Step> step(Identity who, PastRef ref, long revision);
}
