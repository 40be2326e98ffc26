/**
 * Validating admission policies: rules in CEL that administrators bind to requests, with parameters
 * that are objects themselves.
 *
 * <p>Key types: {@link io.pinisi.cluster.admission.policy.PolicyAdmission}; {@code Judgement} is
 * what one policy says of one request under one binding.
 */
@NullMarked
package io.pinisi.cluster.admission.policy;

import org.jspecify.annotations.NullMarked;
