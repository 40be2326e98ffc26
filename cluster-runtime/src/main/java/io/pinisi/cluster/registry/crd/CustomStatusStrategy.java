package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;

/** The status of a custom resource is held to the rules of its schema as the rest is. */
final class CustomStatusStrategy extends StatusStrategy {
    private final CustomRules rules;

    CustomStatusStrategy(CustomRules rules) {
        this.rules = rules;
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        rules.check(transition, faults);
    }
}
