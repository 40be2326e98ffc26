package io.pinisi.portal.pods;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;

/** Reads pods of member clusters, live and as the person. Blocking. */
public interface PodService {
    PodDetail get(Identity who, PodRef pod);

    void delete(Identity who, PodRef pod);

    LogStream log(Identity who, LogRequest request);

    Changes changes();
}
