package io.pinisi.cluster.admission;

/** One rule that administrators configured to change objects: a webhook, or a policy as bound. */
public interface Change {
    /** Returns whether the object is another one now. */
    boolean apply(AdmissionRequest request);

    /** Whether it wants to see the object again when another change came after it. */
    boolean wantsToSeeAgain();
}
