package io.pinisi.cluster.admission.podsecurity;

/**
 * What is wrong with a pod.
 *
 * @param reason the same for all pods
 * @param detail who does what
 */
record Violation(String reason, String detail) {
    @Override
    public String toString() {
        return detail.isEmpty() ? reason : reason + " (" + detail + ")";
    }
}
