package io.pinisi.portal.deploy;

import io.pinisi.auth.Identity;
import java.util.List;

/** Plans and carries out deployments as a person. Blocking. */
public interface DeployService {
    /** Namespaces of the hub that the person may deploy into. */
    List<String> namespaces(Identity who);

    /** Parses, asks the server (dry run) and the placement function; writes nothing. */
    Plan plan(Identity who, DeployRequest request);

    Deployed deploy(Identity who, DeployRequest request);
}
