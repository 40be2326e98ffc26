package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;

/** Rules of {@code MutatingAdmissionPolicyBinding}. */
final class MutationBindingStrategy implements ResourceStrategy {
    @Override
    public void validate(Transition transition, Faults faults) {
        PolicyBindingStrategy.checkBinding(transition.next().path("spec"), faults);
    }
}
