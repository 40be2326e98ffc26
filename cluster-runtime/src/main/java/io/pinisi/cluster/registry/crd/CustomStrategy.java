package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;

/**
 * Custom resources have no rules but those of their schema, until their definition goes.
 *
 * @param ending whether the definition is being deleted
 */
record CustomStrategy(boolean ending, CustomRules rules) implements ResourceStrategy {

    @Override
    public void isolate(Transition transition) {
        if (ending && transition.isCreation()) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    "create not allowed while custom resource definition is terminating");
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        rules.check(transition, faults);
    }
}
