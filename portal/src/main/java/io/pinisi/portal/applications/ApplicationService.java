package io.pinisi.portal.applications;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;

/** Reads and changes applications as a person. Blocking; failures are {@code ApiException}s. */
public interface ApplicationService {
    Page<Application> list(Identity who, PageRequest page);

    ApplicationDetail get(Identity who, ApplicationRef ref);

    /** Its objects on the hub as YAML, without the server's own bookkeeping. */
    String yaml(Identity who, ApplicationRef ref);

    /** What clusters get of one of its objects, two forms compared. */
    Rendering rendered(Identity who, ApplicationRef ref, RenderQuestion question);

    void scale(Identity who, ApplicationRef ref, Workload workload, int replicas);

    /** Replaces all pods, as {@code kubectl rollout restart} does. */
    void restart(Identity who, ApplicationRef ref, Workload workload);

    void setImage(Identity who, ApplicationRef ref, Workload workload, ContainerImage image);

    /** Deletes all its objects and the policies that were made for it. */
    void delete(Identity who, ApplicationRef ref);

    Changes changes();
}
