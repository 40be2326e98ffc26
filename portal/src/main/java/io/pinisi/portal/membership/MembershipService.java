package io.pinisi.portal.membership;

import io.pinisi.auth.Identity;

/** Joins and unjoins clusters as a person, whose rights on the hub decide. Blocking. */
public interface MembershipService {
    /** Asks the cluster itself before anything is written, so that none is half joined. */
    Joined join(Identity who, JoinRequest request);

    /**
     * Expects a cluster that the hub cannot dial; its agent gets in by the command that is
     * answered.
     *
     * @param request without a kubeconfig
     */
    Invited expect(Identity who, JoinRequest request);

    /** Another command for a cluster that is expected, or whose agent lost its certificate. */
    Invited inviteAgain(Identity who, String cluster);

    /** Whether the hub would let the person join clusters at all. */
    boolean mayJoin(Identity who);

    /** Whether the hub would let the person have this cluster leave. */
    boolean mayUnjoin(Identity who, String cluster);

    void unjoin(Identity who, String cluster, Leftovers leftovers);
}
