package io.pinisi.portal.placement;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import java.util.List;
import java.util.Set;

/** Placing workloads anew, seen before it is done; each call acts as the person it is given. */
public interface RebalanceService {
    Changes changes();

    /**
     * What would move if these were placed as if they were nowhere yet. Nothing is written.
     *
     * @param objects as {@code Kind namespace/name}; empty for every workload that the person sees
     */
    Impact preview(Identity who, Set<String> objects);

    boolean mayStart(Identity who);

    /** Has exactly these placed anew. */
    void start(Identity who, Set<String> objects);

    /** What was asked for and what came of it, the latest first. */
    List<RebalanceStep> steps(Identity who);
}
