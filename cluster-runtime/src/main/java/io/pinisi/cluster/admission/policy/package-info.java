/**
 * Admission policies: rules in CEL that administrators bind to requests, with parameters that are
 * objects themselves. Some judge requests, others change objects.
 *
 * <p>Key types: {@link io.pinisi.cluster.admission.policy.PolicyAdmission}, for which a {@code
 * Judgement} is what one policy says of one request under one binding; {@link
 * io.pinisi.cluster.admission.policy.PolicyMutations}, whose policies change an object wholly or
 * not at all.
 */
@NullMarked
package io.pinisi.cluster.admission.policy;

import org.jspecify.annotations.NullMarked;
