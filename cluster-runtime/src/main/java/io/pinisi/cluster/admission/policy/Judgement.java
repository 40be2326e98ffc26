package io.pinisi.cluster.admission.policy;

/**
 * What a rule of a policy says of a request that it does not hold for.
 *
 * @param expression which of the policy's validations it is
 */
record Judgement(String message, String reason, int expression) {}
