package io.pinisi.cluster.admission.policy;

/** What a rule of a policy says of a request that it does not hold for. */
record Judgement(String message, String reason) {}
