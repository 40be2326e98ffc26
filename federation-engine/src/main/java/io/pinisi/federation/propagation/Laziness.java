package io.pinisi.federation.propagation;

/**
 * Whether a lazy policy has to wait.
 *
 * @param holds whether what was decided before stays
 * @param basis hash of the template that the decision is for; empty where no policy is lazy
 */
record Laziness(boolean holds, String basis) {
    static final Laziness NONE = new Laziness(false, "");
}
