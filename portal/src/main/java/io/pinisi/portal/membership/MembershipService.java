package io.pinisi.portal.membership;

import io.pinisi.auth.Identity;

/** Joins and unjoins clusters as a person, whose rights on the hub decide. Blocking. */
public interface MembershipService {
    /** Asks the cluster itself before anything is written, so that none is half joined. */
    Joined join(Identity who, JoinRequest request);

    /** Whether the hub would let the person join clusters at all. */
    boolean mayJoin(Identity who);

    /** Whether the hub would let the person have this cluster leave. */
    boolean mayUnjoin(Identity who, String cluster);

    void unjoin(Identity who, String cluster, Leftovers leftovers);
}
