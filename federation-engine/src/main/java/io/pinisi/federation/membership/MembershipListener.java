package io.pinisi.federation.membership;

/** What the rest of the engine does as members come, change and go. Must not block for long. */
public interface MembershipListener {
    /** A connection to the member exists from now on; an earlier one of its name is gone. */
    void connected(Member member);

    void disconnected(String cluster);

    /** Its Cluster object changed: labels, taints, readiness. */
    void changed(String cluster);

    /** Nodes or pods changed. */
    void inventoryChanged(String cluster);

    /**
     * Asked again and again while a cluster is being unjoined.
     *
     * @return whether nothing of the federation depends on the member any more
     */
    boolean released(String cluster, Unjoin unjoin);
}
