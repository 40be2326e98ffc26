package io.pinisi.portal.traffic;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;

/** How changes come into the clusters; each call acts as the person it is given. */
public interface TrafficService {
    Changes changes();

    /** The worst first. */
    Page<ClusterTraffic> clusters(Identity who, PageRequest page);

    ClusterTraffic cluster(Identity who, String cluster);

    /** What a cluster does not have as it should, the longest first. */
    Page<UnfinishedObject> unfinished(Identity who, String cluster, PageRequest page);
}
