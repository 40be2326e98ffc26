package io.pinisi.federation.status;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.ObservedObject;
import java.util.Optional;

/** What is seen of all members. */
public interface Sightings {
    Optional<ObservedObject> observed(String cluster, Template template);

    /** Whether an object that is not seen is not there. */
    boolean isKnown(String cluster, GroupVersionKind kind);

    Reachability reachability(String cluster);
}
