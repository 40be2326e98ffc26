package io.pinisi.portal.discovery;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;

/** Services that clusters share; each call acts as the person it is given. */
public interface DiscoveryService {
    Changes changes();

    /** The worst first. */
    Page<SharedService> services(Identity who, PageRequest page);

    /** One address each before services of several clusters; the worst first. */
    Page<SharedIngress> ingresses(Identity who, PageRequest page);

    SharedServiceDetail service(Identity who, SharedServiceRef ref);
}
