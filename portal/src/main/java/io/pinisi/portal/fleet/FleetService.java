package io.pinisi.portal.fleet;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;

/** Reads the fleet as a person may see it. Blocking. */
public interface FleetService {
    Overview overview(Identity who);

    Page<Cluster> clusters(Identity who, PageRequest page);

    ClusterDetail cluster(Identity who, String name);

    Page<Node> nodes(Identity who, String cluster, PageRequest page);

    Changes changes();
}
