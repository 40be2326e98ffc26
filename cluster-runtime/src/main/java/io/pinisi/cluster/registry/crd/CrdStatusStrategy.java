package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;

/** The status of a definition; versions that objects may be stored in have to be declared. */
final class CrdStatusStrategy extends StatusStrategy {
    @Override
    public void validate(Transition transition, Faults faults) {
        CrdRules.checkStoredVersions(transition.next(), faults);
    }
}
