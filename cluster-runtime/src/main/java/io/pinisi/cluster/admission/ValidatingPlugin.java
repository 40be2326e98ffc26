package io.pinisi.cluster.admission;

/** Judges the final object and refuses it by an {@code ApiException}. */
@FunctionalInterface
public interface ValidatingPlugin {
    void validate(AdmissionRequest request);
}
