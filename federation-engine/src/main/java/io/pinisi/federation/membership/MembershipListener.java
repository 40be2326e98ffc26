package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;

/** What the rest of the engine does as members come, change and go. Must not block for long. */
public interface MembershipListener {
    /** A connection to the member exists from now on; an earlier one of its name is gone. */
    void connected(Member member);

    void disconnected(String cluster);

    /** Its Cluster object changed: labels, taints, readiness. */
    void changed(String cluster);

    /**
     * It is not what this hub left there; until this returns the engine writes nothing in it.
     *
     * @param member for reading
     */
    void returned(String cluster, String why, ApiClient member);

    /** Nodes or pods changed. */
    void inventoryChanged(String cluster);

    /**
     * Asked again and again while a cluster is being unjoined.
     *
     * @return whether nothing of the federation depends on the member any more
     */
    boolean released(String cluster, Unjoin unjoin);
}
