package io.pinisi.cluster.admission;

import java.util.List;

/** All rules, each list in its order. */
public record AdmissionChain(List<MutatingPlugin> mutating, List<ValidatingPlugin> validating) {
    public AdmissionChain {
        mutating = List.copyOf(mutating);
        validating = List.copyOf(validating);
    }

    public void mutate(AdmissionRequest request) {
        mutating.forEach(plugin -> plugin.mutate(request));
    }

    public void validate(AdmissionRequest request) {
        validating.forEach(plugin -> plugin.validate(request));
    }
}
