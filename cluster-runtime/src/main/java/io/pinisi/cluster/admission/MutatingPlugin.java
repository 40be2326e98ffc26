package io.pinisi.cluster.admission;

/** Completes an object in place, or refuses it by an {@code ApiException}. */
@FunctionalInterface
public interface MutatingPlugin {
    void mutate(AdmissionRequest request);
}
