package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;

/** Custom resources have no rules but their schema, until their definition goes. */
enum CustomStrategy implements ResourceStrategy {
    SERVED,
    ENDING;

    @Override
    public void isolate(Transition transition) {
        if (this == ENDING && transition.isCreation()) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    "create not allowed while custom resource definition is terminating");
        }
    }
}
