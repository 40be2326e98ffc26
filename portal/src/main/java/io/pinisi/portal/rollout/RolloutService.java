package io.pinisi.portal.rollout;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;

/** Rollouts of the hub; each call acts as the person it is given. */
public interface RolloutService {
    Changes changes();

    /** Those under way first. */
    Page<RolloutRow> rollouts(Identity who, PageRequest page);

    RolloutDetail rollout(Identity who, RolloutRef ref);

    void act(Identity who, RolloutRef ref, RolloutAct act);
}
